import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const TEST = /(_test\.go|\.i?test\.ts)$/
/** Kinds of hostile content of a repository, R1 to R27 of the threat table: links, bombs, names, YAML, remote bases, templates. */
const ROWS = 27

it('has a test that names each kind of hostile repository content', () => {
  const files = ['renderer', 'lib/git', 'lib/render', 'lib/engine/render'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => TEST.test(name))
      .map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
  )
  const named = new Set(
    files.flatMap((text) =>
      [...text.matchAll(/func TestR(\d+)|['"]R(\d+)[:,]| R(\d+):/g)].map((match) =>
        Number(match[1] ?? match[2] ?? match[3]),
      ),
    ),
  )
  expect(Array.from({ length: ROWS }, (_, index) => index + 1).filter((row) => !named.has(row))).toEqual([])
})
