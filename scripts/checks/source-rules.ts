/**
 * Rules of the house that no linter knows: words for people stand only in the message catalogues, nothing server-rendered carries a
 * style attribute (a strict Content-Security-Policy drops it), user kubeconfigs and raw SQL strings are never loaded, and no file
 * carries a leftover.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

type Rule = { name: string; files: RegExp; except?: RegExp; pattern: RegExp }

const RULES: Rule[] = [
  {
    name: 'Hangul outside the message catalogues',
    files: /^(app|components|lib)\/.*\.tsx?$/,
    except: /\.(test|itest)\.tsx?$|\/testing\//,
    pattern: /^(?!\s*(\*|\/\/|\/\*)).*[가-힣]/,
  },
  { name: 'style attribute', files: /^(app|components)\/.*\.tsx$/, pattern: /\sstyle=\{/ },
  {
    name: 'user kubeconfig loaded unreduced',
    files: /\.(ts|tsx|mjs)$/,
    except: /^scripts\/checks\//,
    pattern: /loadFromDefault|loadFromString\(|loadFromCluster|loadFromFile\(/,
  },
  {
    name: 'raw SQL from a string',
    files: /^(app|components|lib|prisma|scripts)\/.*\.ts$/,
    except: /^(lib\/db\/generated|scripts\/checks)\//,
    pattern: /\$(queryRaw|executeRaw)Unsafe/,
  },
  { name: 'mocked module', files: /\.(ts|tsx)$/, except: /^scripts\/checks\//, pattern: /\bvi\.mock\(/ },
  {
    name: 'sleeping test',
    files: /^e2e\/|\.(test|itest)\.tsx?$/,
    except: /^scripts\/checks\//,
    pattern: /waitForTimeout\(/,
  },
  {
    name: 'leftover',
    files: /\.(ts|tsx|mjs|go|css|prisma|sql)$/,
    except: /^scripts\/checks\//,
    pattern: /\b(TODO|FIXME|XXX)\b|@ts-ignore|\bas any\b/,
  },
]

/** Breaches of the text of one file, as "file:line: rule". */
export function breachesOf(file: string, text: string): string[] {
  const rules = RULES.filter((rule) => rule.files.test(file) && !rule.except?.test(file))
  if (rules.length === 0) return []
  return text
    .split('\n')
    .flatMap((line, index) =>
      rules.filter(({ pattern }) => pattern.test(line)).map(({ name }) => `${file}:${index + 1}: ${name}`),
    )
}

/** Every breach as "file:line: rule". */
export function checkSourceRules(): string[] {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
  }).split('\0')
  return files.filter(Boolean).flatMap((file) => breachesOf(file, readFileSync(join(ROOT, file), 'utf8')))
}

if (import.meta.main) {
  const faults = checkSourceRules()
  for (const fault of faults) console.error(fault)
  console.log(faults.length === 0 ? 'source rules hold' : `${faults.length} breaches of the source rules`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
