/**
 * `stringData` of a Secret is write-only: the API server turns it into `data`, and server-side apply then owns neither, so that a changed
 * value would go unnoticed. Said as `data` from the start it is an ordinary field.
 */
import type { KubeObject } from './resource.ts'

type Texts = Record<string, string>

const areTexts = (value: unknown): value is Texts =>
  typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string')

/** The Secret with `stringData` folded into `data`, where it wins as in the API server. Other objects, and malformed ones, as they are. */
export function withPlainData(object: KubeObject): KubeObject {
  if (object.apiVersion !== 'v1' || object.kind !== 'Secret') return object
  const { stringData, ...secret } = object
  const data = object['data'] ?? {}
  if (!areTexts(stringData) || !areTexts(data)) return object
  const encoded = Object.entries(stringData).map(([name, text]) => [name, toBase64(text)])
  return { ...secret, data: { ...data, ...Object.fromEntries(encoded) } }
}

/** Base64 of the text's UTF-8 bytes. */
function toBase64(text: string): string {
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return btoa(bytes)
}
