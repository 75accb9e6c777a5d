// @ts-check

/** A start that cannot go on: one line that says what is wrong, and what to do. Printed without a stack. */
export class StartError extends Error {
  /**
   * @param {string} message what is wrong
   * @param {string} [advice] what to do about it
   * @param {ErrorOptions} [options]
   */
  constructor(message, advice = '', options = {}) {
    super(message, options)
    this.name = 'StartError'
    this.advice = advice
  }
}

const NO_SPACE = /ENOSPC|no space left on device|disk quota exceeded|\bdisk\b.* is full\b/i

/**
 * The line of a text that says that the disk is full, which shows itself in many words of many programs.
 * @param {string} text
 */
const noSpaceLine = (text) => text.split('\n').find((line) => NO_SPACE.test(line))

/**
 * What is printed for any failure of a start.
 * @param {unknown} error
 * @returns {string}
 */
export function describeFailure(error) {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? error.cause.message : ''
  const full = noSpaceLine(`${error.message}\n${cause}`)
  if (full !== undefined) {
    return `The disk is full (${full.trim()}). Free some space and start again; nothing is lost.`
  }
  if (error instanceof StartError) return error.advice === '' ? error.message : `${error.message}\n${error.advice}`
  // Errors of the system (EACCES, EADDRINUSE …) say in one line what and where; anything else is a defect and shows its stack.
  return 'code' in error && 'syscall' in error ? error.message : (error.stack ?? error.message)
}
