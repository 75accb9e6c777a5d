/**
 * The one logger, for web, engine and scripts: JSON lines on standard output, redacted by key and by shape.
 * Log what happened and the ids to follow it; never a request's body.
 */
import { pino, type DestinationStream, type Logger } from 'pino'
import { logLevel } from '#lib/config/env.ts'
import { redact, redactText } from './redact.ts'

export type { Logger } from 'pino'

const asFields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : { value }

/** A logger that writes to `destination` (standard output when absent). Only tests and the process's own logger call this. */
export function createLogger(destination?: DestinationStream): Logger {
  const options = {
    level: logLevel(),
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // pino would serialise errors by itself before the formatter sees them.
    serializers: { err: (error: unknown) => error, error: (error: unknown) => error },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => asFields(redact(fields)),
    },
    hooks: {
      logMethod(args: Parameters<Logger['info']>, method: (...args: Parameters<Logger['info']>) => void) {
        const clean = args.map((arg) => (typeof arg === 'string' ? redactText(arg) : arg))
        method.apply(this, clean as Parameters<Logger['info']>)
      },
    },
  }
  const log: Logger = destination ? pino(options, destination) : pino(options)
  // pino has no formatter for the bindings of a child; children inherit this method from their parent.
  const child = Reflect.get(log, 'child') as unknown as (this: unknown, ...args: unknown[]) => Logger
  const redactingChild = function (this: unknown, bindings: object, ...rest: unknown[]) {
    return child.call(this, redact(bindings), ...rest)
  }
  Object.assign(log, { child: redactingChild })
  return log
}

export const logger: Logger = createLogger()

/** The logger of one request: every line carries its id, which is also what the person sees in an error. */
export const requestLogger = (requestId: string): Logger => logger.child({ requestId })
