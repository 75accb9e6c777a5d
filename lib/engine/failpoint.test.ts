import { expect, it } from 'vitest'
import { failpoint, parseFailpoint } from './failpoint.ts'

it('reads which point, when, and how', () => {
  expect(parseFailpoint('applied@3')).toEqual({ name: 'applied', left: 3, signal: 'SIGKILL' })
  expect(parseFailpoint('run_recorded@1:stop')).toEqual({ name: 'run_recorded', left: 1, signal: 'SIGSTOP' })
})

it.each(['applied', 'applied@0', 'nowhere@1', 'applied@1:sleep', '@1'])('refuses %s', (text) => {
  expect(() => parseFailpoint(text)).toThrow('IEUM_FAILPOINT')
})

it('does nothing where nothing is armed', () => {
  expect(() => failpoint('applied')).not.toThrow()
})
