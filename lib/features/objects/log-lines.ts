/** A container's log → lines that can be shown: no escapes and control characters, none longer than anybody reads. Pure. */

/** Characters of one line that are kept. */
export const LONGEST_LINE = 4_000
const CUT = ' …'

/** Colours and cursor movements (CSI), titles and links (OSC), and the short escapes. */
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g
/** Control characters except the tab, and the marks that turn the direction of the text around them. */
const INVISIBLE = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** One line as it may be shown. A line that draws over itself (a progress bar) is what it ends as. */
export function cleanLine(line: string): string {
  const isLong = line.length > LONGEST_LINE
  const text = line.slice(0, LONGEST_LINE).replace(ESCAPES, '')
  const last = text.replace(/\r+$/, '').split('\r')
  const time = /^\S+ /.exec(text)?.[0] ?? ''
  const shown = last.length > 1 ? `${time}${last.at(-1) ?? ''}` : (last[0] ?? '')
  return shown.replace(INVISIBLE, '') + (isLong ? CUT : '')
}

/** Whole lines, as many at once as one piece brought. Holds back no more than one line of the longest kind. */
export async function* cleanLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of source) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
    // What is longer than a line may be is dropped until its line ends.
    rest = (lines.pop() ?? '').slice(0, LONGEST_LINE + 1)
    if (lines.length > 0) yield lines.map((line) => `${cleanLine(line)}\n`).join('')
  }
  if (rest !== '') yield `${cleanLine(rest)}\n`
}
