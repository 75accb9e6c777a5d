import { describe, expect, it } from 'vitest'
import { forecastOf, isIdle, type ForecastKind } from './forecast.ts'

const row = {
  deleting: false,
  objectCount: 5,
  pause: null,
  automated: true,
}
const paused = { reason: 'release', by: 'kim', at: '2026-01-01T00:00:00Z', until: null }

describe('what will happen with each of many', () => {
  it.each<[string, ForecastKind, object, object]>([
    ['an automatic one is held', 'pause', {}, { key: 'hold' }],
    ['a manual one has nothing to hold', 'pause', { automated: false }, { key: 'manual' }],
    ['a paused one gets the new reason', 'pause', { pause: paused }, { key: 'again' }],
    ['a paused one goes on', 'resume', { pause: paused }, { key: 'resume' }],
    ['one that is not paused does not change', 'resume', {}, { key: 'notPaused' }],
    ['its objects go', 'delete', {}, { key: 'goes', count: 5 }],
    ['one without objects goes alone', 'delete', { objectCount: 0 }, { key: 'deleteEmpty' }],
    ['one that is being deleted may be asked for again', 'delete', { deleting: true }, { key: 'goes', count: 5 }],
    ['everything else is refused meanwhile', 'refresh', { deleting: true }, { key: 'deleting' }],
    ['a refresh looks', 'refresh', {}, { key: 'look' }],
  ])('%s', (_, kind, more, expected) => {
    expect(forecastOf(kind, { ...row, ...more }, true)).toEqual(expected)
  })

  it('keeps the objects where that was chosen', () => {
    expect(forecastOf('delete', row, false)).toEqual({ key: 'stays', count: 5 })
  })

  it('marks what changes nothing', () => {
    expect(isIdle({ key: 'deleting' })).toBe(true)
    expect(isIdle({ key: 'goes', count: 1 })).toBe(false)
  })
})
