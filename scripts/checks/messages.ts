/**
 * Checks the message catalogues: Korean and English have the same keys, no value is empty, placeholders agree, no key is unused.
 * A key that is used but absent is a compile error, because keys are typed from the Korean catalogue.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'

type Tree = { [key: string]: string | Tree }

const ROOT = join(import.meta.dirname, '..', '..')
const MESSAGES = join(ROOT, 'lib/i18n/messages')
/** Keys whose last part is a code of a typed table; a test of the table checks that each code has its words. */
const TABLE_KEYS = /^(errors|reasons)\./

/** Flattens one catalogue to "namespace.path.to.key" → text. */
function readCatalogue(locale: string): Map<string, string> {
  const flat = new Map<string, string>()
  const walk = (prefix: string, tree: Tree) => {
    for (const [key, value] of Object.entries(tree)) {
      if (typeof value === 'string') flat.set(`${prefix}.${key}`, value)
      else walk(`${prefix}.${key}`, value)
    }
  }
  const folder = join(MESSAGES, locale)
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort())
    walk(file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(folder, file), 'utf8')) as Tree)
  return flat
}

/** Names of the placeholders and tags of a message, at every depth. */
function placeholders(text: string): string[] {
  const names = new Set<string>()
  const walk = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue
      names.add(element.type === TYPE.tag ? `<${element.value}>` : element.value)
      if (element.type === TYPE.tag) walk(element.children)
      if (element.type === TYPE.select || element.type === TYPE.plural)
        for (const option of Object.values(element.options)) walk(option.value)
    }
  }
  walk(parse(text))
  return [...names].sort()
}

function sourceText(): string {
  const parts: string[] = []
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory() && entry.name !== 'generated' && entry.name !== 'messages') walk(path)
      else if (/\.tsx?$/.test(entry.name) && !/\.(i?test)\.tsx?$/.test(entry.name))
        parts.push(readFileSync(join(ROOT, path), 'utf8'))
    }
  }
  for (const folder of ['app', 'components', 'lib']) walk(folder)
  return parts.join('\n')
}

/**
 * A key counts as used when one of its trailing paths ("a.b.c", "b.c", "c") stands quoted in the code, or a template literal
 * begins with one of its leading paths and a placeholder (`states.${…}`).
 */
function isUsed(key: string, quoted: Set<string>, templatePrefixes: string[]): boolean {
  if (TABLE_KEYS.test(key)) return true
  const parts = key.split('.')
  const tails = parts.map((_, index) => parts.slice(index).join('.'))
  return tails.some(
    (tail) =>
      quoted.has(tail) || templatePrefixes.some((prefix) => tail.startsWith(prefix) && tail.length > prefix.length),
  )
}

/** Every fault of the catalogues as one readable line. */
export function checkMessages(): string[] {
  const [ko, en] = [readCatalogue('ko'), readCatalogue('en')]
  const faults: string[] = []
  const text = sourceText()
  const quoted = new Set([...text.matchAll(/['"`]([A-Za-z0-9_.-]+)['"`]/g)].map((match) => match[1] ?? ''))
  const templatePrefixes = [...text.matchAll(/`([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.)\$\{/g)].map(
    (match) => match[1] ?? '',
  )
  for (const key of new Set([...ko.keys(), ...en.keys()])) {
    const [korean, english] = [ko.get(key), en.get(key)]
    if (korean === undefined || english === undefined) {
      faults.push(`${key}: missing in ${korean === undefined ? 'ko' : 'en'}`)
      continue
    }
    if (!korean.trim() || !english.trim()) faults.push(`${key}: empty`)
    try {
      const [a, b] = [placeholders(korean), placeholders(english)]
      if (a.join() !== b.join()) faults.push(`${key}: placeholders differ: ko {${a.join()}} en {${b.join()}}`)
    } catch (error) {
      faults.push(`${key}: not a valid message: ${error instanceof Error ? error.message : String(error)}`)
    }
    if (/[가-힣]/.test(english)) faults.push(`${key}: Hangul in the English text`)
    if (!isUsed(key, quoted, templatePrefixes)) faults.push(`${key}: not used`)
  }
  return faults
}

if (import.meta.main) {
  const faults = checkMessages()
  for (const fault of faults) console.error(fault)
  console.log(faults.length === 0 ? 'message catalogues agree' : `${faults.length} faults in the message catalogues`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
