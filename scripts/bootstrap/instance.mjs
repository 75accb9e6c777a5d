// @ts-check
/** Which starts run: one per data directory, any number per checkout. */
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { endProcess } from './processes.mjs'
import { livingRecords, removeRecord, tryLock, writeRecord } from './records.mjs'
import { StartError } from './start-error.mjs'

/** How long what an earlier start left behind may take to end: a whole orderly stop fits in. */
const LEFTOVER_MS = 30_000
/** How long it takes at most until a start notices that what started it is gone. */
const NOTICE_MS = 1_500
const CLAIM_POLL_MS = 50
const ENDING = 'ending'
/** A checkout in an image belongs to somebody else, or cannot be changed at all. */
const READ_ONLY = new Set(['EROFS', 'EACCES', 'EPERM'])

/** @param {string} dataDir */
const lockFile = (dataDir) => path.join(dataDir, 'instance.lock')
/** @param {string} dataDir */
const processFolder = (dataDir) => path.join(dataDir, 'run')
/** @param {string} checkout */
const checkoutFolder = (checkout) => path.join(checkout, '.build', 'running')

/**
 * Makes this process the one start of the data directory. Throws `StartError` when another one runs on it. One that is ending is waited
 * for; and one whose starter was killed a moment ago needs that moment to notice.
 * @param {string} dataDir
 * @param {number} port
 */
export async function claimDataDirectory(dataDir, port) {
  const began = performance.now()
  for (;;) {
    const holder = tryLock(lockFile(dataDir), `port ${port}`)
    if (!holder) return
    const patience = holder.note === ENDING ? LEFTOVER_MS : NOTICE_MS
    if (performance.now() - began > patience) {
      throw new StartError(
        `Ieum already runs on ${dataDir} (process ${holder.pid}, ${holder.note}).`,
        'Use that one, stop it, or start a second one with another --data-dir and --port.',
      )
    }
    await delay(CLAIM_POLL_MS)
  }
}

/**
 * Tells a start that waits for this data directory that it will be free soon.
 * @param {string} dataDir
 */
export const announceEnd = (dataDir) => writeRecord(lockFile(dataDir), process.pid, ENDING)

/** @param {string} dataDir */
export const releaseDataDirectory = (dataDir) => removeRecord(lockFile(dataDir))

/**
 * Remembers a process of this data directory, so that a later start can end it if this one cannot.
 * @param {string} dataDir
 * @param {string} name
 * @param {number} pid
 */
export const recordProcess = (dataDir, name, pid) => writeRecord(path.join(processFolder(dataDir), name), pid)

/**
 * @param {string} dataDir
 * @param {string} name
 */
export const forgetProcess = (dataDir, name) => removeRecord(path.join(processFolder(dataDir), name))

/**
 * Ends what a killed start left running. The supervisor first: it ends its own.
 * @param {string} dataDir
 */
export async function endLeftovers(dataDir) {
  const living = livingRecords(processFolder(dataDir))
  const supervisor = living.get('serve')
  if (supervisor) await endProcess(supervisor.pid, 'SIGTERM', LEFTOVER_MS)
  for (const { pid } of livingRecords(processFolder(dataDir)).values()) await endProcess(pid, 'SIGTERM', LEFTOVER_MS)
}

/**
 * Says that a start runs from this checkout. Returns what takes the word back.
 * @param {string} checkout
 * @returns {() => void}
 */
export function announceInstance(checkout) {
  const file = path.join(checkoutFolder(checkout), String(process.pid))
  try {
    writeRecord(file, process.pid)
  } catch (error) {
    // Where nothing can be written, nothing is built anew either.
    if (error instanceof Error && 'code' in error && READ_ONLY.has(String(error.code))) return () => undefined
    throw error
  }
  return () => removeRecord(file)
}

/**
 * Refuses to replace files that another running start of this checkout works with.
 * @param {string} checkout
 * @param {string} what
 */
export function refuseWhileOthersRun(checkout, what) {
  const others = [...livingRecords(checkoutFolder(checkout)).values()].filter(({ pid }) => pid !== process.pid)
  if (others.length === 0) return
  throw new StartError(
    `${what} changed while Ieum runs from this folder (process ${others.map(({ pid }) => pid).join(', ')}).`,
    'Stop it first: the new build would take its files away.',
  )
}
