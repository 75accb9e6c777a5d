/** The registrar's process: does what it is asked over the channel, one thing after the other, and ends with the channel. */
import { describeFailure } from '#scripts/bootstrap/start-error.mjs'
import type { Answer, Request } from './registrar.ts'
import { tasks } from './registrar-tasks.ts'

async function handle({ id, task, args }: Request): Promise<Answer> {
  try {
    const run = tasks[task] as (...args: unknown[]) => Promise<unknown>
    return { id, ok: true, value: await run(...args) }
  } catch (error) {
    return { id, ok: false, failure: describeFailure(error) }
  }
}

let last: Promise<void> = Promise.resolve()
process.on('message', (request: Request) => {
  last = last.then(() => handle(request)).then((answer) => void process.send?.(answer))
})
process.on('disconnect', () => process.exit())
