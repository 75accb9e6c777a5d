/** An object as a page's address names it: `group/version/kind/namespace/name`, parts that are empty left empty. Pure. */
import type { ResourceId } from '#lib/engine/model/resource.ts'

/** No part of an object's identity is longer (RFC 1123 subdomain), and none holds a slash. */
const PART = /^[^/\s]{0,253}$/

export const openedText = ({ group, version, kind, namespace, name }: ResourceId): string =>
  [group, version, kind, namespace, name].join('/')

/** Null for a text that names no object. */
export function parseOpened(text: string | null): ResourceId | null {
  const parts = text?.split('/') ?? []
  const [group = '', version = '', kind = '', namespace = '', name = ''] = parts
  if (parts.length !== 5 || !parts.every((part) => PART.test(part))) return null
  return version === '' || kind === '' || name === '' ? null : { group, version, kind, namespace, name }
}
