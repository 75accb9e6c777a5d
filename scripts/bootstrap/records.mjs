// @ts-check
/** Files that name a process: who holds a lock, who runs where. A record is believed only while exactly that process lives. */
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { identityOf } from './processes.mjs'

const LOCK_POLL_MS = 200

/** @typedef {{ pid: number, identity: string, note: string }} ProcessRecord */

/**
 * The record in `file`, or null where there is none or its process is gone.
 * @param {string} file
 * @returns {ProcessRecord | null}
 */
export function readLiving(file) {
  try {
    const { pid, identity, note } = JSON.parse(readFileSync(file, 'utf8'))
    return Number.isInteger(pid) && identity !== '' && identityOf(pid) === identity
      ? { pid, identity, note: String(note) }
      : null
  } catch {
    return null
  }
}

/**
 * Writes a record of a process, replacing another one: whoever reads it meanwhile reads the one or the other.
 * @param {string} file
 * @param {number} pid
 * @param {string} [note] for people
 */
export function writeRecord(file, pid, note = '') {
  mkdirSync(path.dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.draft`
  writeFileSync(draft, JSON.stringify({ pid, identity: identityOf(pid), note }), { mode: 0o600 })
  renameSync(draft, file)
}

/** @param {string} file */
export const removeRecord = (file) => rmSync(file, { force: true })

/**
 * Living processes recorded in a folder, by file name; records of dead ones are removed.
 * @param {string} folder
 * @returns {Map<string, ProcessRecord>}
 */
export function livingRecords(folder) {
  const living = new Map()
  for (const name of listFiles(folder)) {
    const file = path.join(folder, name)
    const record = readLiving(file)
    if (record) living.set(name, record)
    else removeRecord(file)
  }
  return living
}

/** @param {string} folder */
function listFiles(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/**
 * Removes the record of a dead process. Another one may have taken the lock since it was read; that one gets its record back.
 * @param {string} file
 */
function removeDead(file) {
  const aside = `${file}.${process.pid}.dead`
  try {
    renameSync(file, aside)
    if (readLiving(aside)) linkSync(aside, file)
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error
  } finally {
    removeRecord(aside)
  }
}

/**
 * Takes a lock for this process. Returns null when it was taken, or the record of the living process that holds it.
 * @param {string} file
 * @param {string} [note]
 * @returns {ProcessRecord | null}
 */
export function tryLock(file, note = '') {
  const draft = `${file}.${process.pid}`
  writeRecord(draft, process.pid, note)
  try {
    for (;;) {
      try {
        // A link appears whole or not at all: nobody ever reads half a record.
        linkSync(draft, file)
        return null
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
      }
      const holder = readLiving(file)
      if (holder) return holder
      removeDead(file)
    }
  } finally {
    removeRecord(draft)
  }
}

/**
 * Runs `work` while holding a lock that other processes wait for.
 * @template T
 * @param {string} file
 * @param {(holder: ProcessRecord) => void} onWait called once when somebody else holds it
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, onWait, work) {
  for (let waited = false; ; waited = true) {
    const holder = tryLock(file)
    if (!holder) break
    if (!waited) onWait(holder)
    await delay(LOCK_POLL_MS)
  }
  try {
    return await work()
  } finally {
    removeRecord(file)
  }
}
