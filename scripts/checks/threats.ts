/**
 * Bad input and faults that must have a test with their number in its name: a row that loses its last test is a fault.
 * `node scripts/checks/threats.ts` prints which tests each row has.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..')

/** G: the URL of a repository and its clone. R: what is in it. M: manifests. W: the console and signing in. D: the database. K: Kubernetes. F: faults of what Ieum depends on. */
const ROWS: Readonly<Record<string, string>> = {
  G1: 'a URL that makes Git run a program (ext::)',
  G2: 'a URL of a file or a folder of the server',
  G3: 'a URL that reads as an option of Git',
  G4: 'a revision or folder that reads as an option of Git',
  G5: 'a repository that has a branch named like an option',
  G6: 'a URL that reads as an option of ssh',
  G7: 'every spelling of a private, loopback or metadata address',
  G8: 'a host that redirects',
  G9: 'a name that leads to a private address, now or at the second look',
  G10: 'credentials inside a URL',
  G11: 'control characters, extreme length and look-alike hosts in a URL',
  G12: 'a server that accepts and never answers',
  G13: 'a server that drips one byte at a time',
  G14: 'a secret given for one host and a URL that leads to another',
  G15: 'secrets in the command lines of processes',
  G16: 'escapes, secrets and endless text in what a server says',
  G17: 'one tenant that asks for very many repositories at once',
  R1: 'links in a repository',
  R4: 'a tree of few objects that stands for very many files',
  R5: 'files, trees and packs that are too large',
  R6: 'submodules',
  R8: 'files named like the folder of Git',
  R9: 'names of every kind: like options, not UTF-8, very long',
  W25: 'file names and cells of what is downloaded',
  K1: 'a kubeconfig that runs a program',
  K2: 'a kubeconfig with an auth provider',
  K3: 'a kubeconfig that names files',
  K4: 'a kubeconfig with a proxy, plain http, unverified TLS, impersonation, or a server at our own address',
  K5: 'a kubeconfig with very many contexts, bombs, extreme size or namesakes',
  K6: 'a kubeconfig that lies around, loaded by default',
  K7: 'credentials of one cluster used for another',
  W3: 'a person disabled, or without their role, a moment ago',
  W11: 'markup, templates and escapes in names, messages, labels, events and logs',
  W12: 'addresses that run a script, where a link might be',
  W13: 'a way back that leads elsewhere',
  W14: 'a session fixed before signing in, or used after its end',
  W15: 'a session beyond its limits, or a clock that moved',
  W16: 'other tokens of ours in the place of the session',
  W17: 'guessing passwords',
  W18: 'answers and times that tell which names exist',
  W19: 'passwords of every length and with every byte',
  W20: 'e-mail addresses that look alike',
  W1: 'entry points called without a session',
  W2: 'real names and ids of another tenant',
  W7: 'input of the wrong type',
  W8: 'fields that nobody asked for',
  D1: 'texts that break what was not made for them, in every field',
  D2: 'numbers and sizes beyond any list',
  D3: 'very many edits under one version',
  D4: 'a record that is edited while the engine works with it',
  D8: 'secrets in copies of the database and in logs',
  D9: 'very many connections wanted at once',
  W5: 'a change that another site asked for',
  W22: 'deliveries of a webhook that are not signed, come twice, are too large, too many or malformed',
  W23: 'deliveries of a webhook that claim to be about another repository, or a pattern',
  W24: 'streams that nobody reads',
  W26: 'a failure whose words hold a secret',
  K12: 'object names that leave their path',
  W4: 'headers and paths that once went around a check',
  W6: 'a forged host',
  W9: 'bodies that are too large',
  W10: 'bodies that are no body of ours',
  W27: 'pictures fetched on behalf of whoever asks',
  W28: 'names that mean something to a system',
  D5: 'a secret copied into another row',
  D6: 'keys that are wrong or missing, and damaged secrets',
  D7: 'a change of keys that is killed half-way',
  M4: 'manifests that hand out more than their project has',
  M5: 'manifests that lift what limits their namespace',
  M6: 'manifests that lead traffic to others',
  K8: 'credentials that end in the middle of the work',
  K9: 'fields and objects that somebody else owns or changed meanwhile',
  K10: 'watches that end, fall silent, are told garbage or that they are too late',
  K14: 'lists and logs beyond any size',
  K13: 'what a browser says of Kubernetes',
  W21: 'pages in frames, answers without their headers',
  K11: 'admission that denies one object of several',
  F1: 'an engine killed before its work is recorded',
  F2: 'an engine killed after its work is recorded and before it begins',
  F3: 'a process killed while it fetches',
  F4: 'an engine killed while it renders',
  F5: 'an engine killed between two objects',
  F6: 'an engine killed after it applied and before it recorded so',
  F7: 'an engine killed while it prunes or writes the status',
  F8: 'an engine killed while a hook runs',
  F9: 'a database that is away or silent',
  F10: 'a commit of which nobody knows whether it happened',
  F11: 'an API server that is away or stops telling what changes',
  F12: 'connections to the API server that are reset',
  F13: 'a broken API group',
  F14: 'a Git host that is down, hangs, refuses, limits or lost the repository',
  F15: 'branches deleted and renamed, tags moved, history rewritten, repositories emptied',
  F16: 'a commit that vanishes between resolving and fetching',
  F17: 'a full disk',
  F18: 'clocks that jump, or differ between engines',
  F19: 'engines beside each other, one of which sleeps for longer than its lease',
  F20: 'a deployment that cannot be dealt with',
  F21: 'very many deployments that are due at once',
  F23: 'an engine that is asked to end',
}

/** A row's number at the beginning of a test's name, or of a line of its table. */
const NAMED = /['"`]((?:[A-Z]\d{1,2}(?:, )?)+)(?=[:' ])/g

/** Files with tests of each row. */
function findTests(): Map<string, Set<string>> {
  const tests = new Map(Object.keys(ROWS).map((row) => [row, new Set<string>()]))
  const patterns = ['*.test.ts', '*.itest.ts', '*.spec.ts', '*_test.go']
  const options = { cwd: ROOT, encoding: 'utf8' as const }
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], options)
  for (const file of files.split('\n').filter(Boolean)) {
    for (const [, rows = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(NAMED))
      for (const row of rows.split(', ')) tests.get(row)?.add(file)
  }
  return tests
}

/** Every row without a test, as "row: what it is". */
export const checkThreats = (): string[] =>
  [...findTests()].filter(([, files]) => files.size === 0).map(([row]) => `no test names ${row}: ${ROWS[row]}`)

if (import.meta.main) {
  for (const [row, files] of findTests())
    console.log(`${row.padEnd(4)} ${ROWS[row]}\n     ${[...files].join(' ') || '—'}`)
  process.exitCode = checkThreats().length === 0 ? 0 : 1
}
