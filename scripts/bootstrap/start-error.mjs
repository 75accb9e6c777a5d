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

const NO_SPACE = /ENOSPC|no space left on device|could not extend file|disk quota exceeded/i

/**
 * What is printed for any failure of a start. A full disk shows itself in many words of many programs, and has one line here.
 * @param {unknown} error
 * @returns {string}
 */
export function describeFailure(error) {
  if (!(error instanceof Error)) return String(error)
  const whole = `${error.message}\n${error.cause instanceof Error ? error.cause.message : ''}`
  if (NO_SPACE.test(whole)) {
    const where = error instanceof StartError ? error.message.split('\n')[0] : error.message
    return `The disk is full (${where}). Free some space and start again; nothing is lost.`
  }
  if (error instanceof StartError) return error.advice === '' ? error.message : `${error.message}\n${error.advice}`
  // Errors of the system (EACCES, EADDRINUSE …) say in one line what and where; anything else is a defect and shows its stack.
  return 'code' in error && 'syscall' in error ? error.message : (error.stack ?? error.message)
}
