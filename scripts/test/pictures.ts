/** `npm run pictures`: takes the pictures of the last run of the browser stories into docs/images, where the README shows them. */
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')
const SHOWN = ['deployments', 'create-settings', 'detail', 'import-connected', 'services']

mkdirSync(join(ROOT, 'docs/images'), { recursive: true })
for (const name of SHOWN)
  copyFileSync(join(ROOT, '.build/e2e/pictures', `${name}.png`), join(ROOT, 'docs/images', `${name}.png`))
console.log(`docs/images: ${SHOWN.join(', ')}`)
