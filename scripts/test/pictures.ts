/** `npm run pictures`: takes the pictures of the last run of the browser stories into docs/images, where README and docs show them. */
import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const TAKEN = join(ROOT, '.build/e2e/pictures')
const SHOWN = join(ROOT, 'docs/images')

/** Each main page in Korean and light, and in English and dark; the list in every wide look; the tutorial's two forms. */
const IS_SHOWN = /^(tour-list(-en)?(-dark)?|tour-[a-z]+(-en-dark)?|create-settings|import-connected)\.png$/

rmSync(SHOWN, { recursive: true, force: true })
mkdirSync(SHOWN, { recursive: true })
const names = readdirSync(TAKEN).filter((name) => IS_SHOWN.test(name))
for (const name of names) copyFileSync(join(TAKEN, name), join(SHOWN, name.replace(/^tour-/, '')))
console.log(`docs/images: ${names.length} pictures`)
