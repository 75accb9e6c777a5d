/** Finds a Chromium for the browser stories: an installed one, else Playwright's own, else Debian's package when we are root. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

const onPath = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path))

const macChrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'

/** Absolute path of a usable browser; throws with what to install when there is none. */
export async function findChromium(): Promise<string> {
  const given = process.env['IEUM_CHROMIUM']
  if (given) return given
  const found = onPath() ?? [macChrome, chromium.executablePath()].find((path) => existsSync(path))
  if (found) {
    installFonts()
    return found
  }
  console.log('No Chromium found: installing one.')
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    apt(['update', '-qq'])
    apt(['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'])
    const installed = onPath()
    if (installed) return installed
  }
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit' })
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  throw new Error(
    'The browser stories need Chromium. Install it (Debian: apt-get install chromium fonts-noto-cjk) and run again.',
  )
}

const apt = (args: string[]) =>
  execFileSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })

/** The console ships its web font, but the browser's own pages and fallbacks need Korean glyphs for readable screenshots. */
function installFonts(): void {
  const fonts = spawnSync('fc-list', [':lang=ko'], { encoding: 'utf8' })
  if (fonts.status === 0 && fonts.stdout.trim() !== '') return
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    apt(['update', '-qq'])
    apt(['install', '-y', '-qq', '--no-install-recommends', 'fonts-noto-cjk'])
  }
}
