/** Words of another program or server that may be stored and shown: never trusted to be short, plain or well-behaved. */

const MAX_BYTES = 4096
const TERMINAL_ESCAPES = /\u001b\[[0-?]*[ -/]*[@-~]/g
/** Control characters except the line feed, and the marks that turn the direction of the text around them. */
const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** The text without escapes, control and direction characters, at most 4 kB of UTF-8 with an ellipsis where it was cut. */
export function foreignWords(text: string): string {
  // Cut before cleaning, so that a text of many megabytes costs nothing; the rest of the function may only shorten.
  const clean = text
    .slice(0, 2 * MAX_BYTES)
    .replace(TERMINAL_ESCAPES, '')
    .replace(/\r/g, '\n')
    .replace(INVISIBLE, ' ')
    .replace(/\n{2,}/g, '\n')
    .trim()
  const bytes = Buffer.from(clean, 'utf8')
  if (bytes.length <= MAX_BYTES && text.length <= 2 * MAX_BYTES) return clean
  return new TextDecoder().decode(bytes.subarray(0, MAX_BYTES - 4), { stream: true }) + '…'
}
