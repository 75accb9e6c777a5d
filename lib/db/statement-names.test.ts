import { describe, expect, it } from 'vitest'
import { createStatementNames } from './statement-names.ts'

const text = (number: number) => `SELECT "id" FROM "ContinuousDeployment" WHERE "version" = ${number}`

describe('names of statements', () => {
  it('names what comes again, each text differently and always alike', () => {
    const nameOf = createStatementNames()
    expect([1, 2, 1, 2, 1].map((number) => nameOf({ sql: text(number) }))).toEqual([
      undefined,
      undefined,
      'ieum_0',
      'ieum_1',
      'ieum_0',
    ])
  })

  it('leaves transaction control alone', () => {
    const nameOf = createStatementNames()
    expect(['BEGIN', 'BEGIN', 'BEGIN'].map((sql) => nameOf({ sql }))).toEqual([undefined, undefined, undefined])
  })

  it('stays small whatever texts come', () => {
    const nameOf = createStatementNames()
    for (let number = 0; number < 5_000; number++) {
      nameOf({ sql: text(number) })
      nameOf({ sql: text(number) })
    }
    const names = Array.from({ length: 5_000 }, (_, number) => nameOf({ sql: text(number) }))
    expect(names.filter((name) => name !== undefined)).toHaveLength(300)
    expect(nameOf({ sql: text(4_999) })).toBeUndefined()
  })
})
