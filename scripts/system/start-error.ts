/** A start that cannot go on: one line that says what is wrong, and what to do. Printed without a stack. */
export class StartError extends Error {
  readonly advice: string

  constructor(message: string, advice = '', options: ErrorOptions = {}) {
    super(message, options)
    this.name = 'StartError'
    this.advice = advice
  }
}
