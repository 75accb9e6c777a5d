/** Kinds whose controller sums their state up in one word: Argo's Workflow, Rollout and Application. */
import type { Health } from '../model/health.ts'
import { type HealthRule, degraded, healthy, progressing, suspended, unknown } from './make.ts'
import { isKnownStale, textAt } from './read.ts'

/** A health in another product's words. Words that are none of ours are Unknown, and named. */
function inWords(phase: string, message: string): Health {
  switch (phase) {
    case 'Healthy':
      return healthy
    case 'Suspended':
    case 'Paused':
      return suspended('suspended', {}, message)
    case '':
      return progressing('status_pending')
    case 'Progressing':
      return progressing('phase_waiting', { state: phase }, message)
    case 'Degraded':
      return degraded('phase_failed', { state: phase }, message)
    default:
      return unknown('phase_unknown', { state: phase }, message)
  }
}

/** argoproj.io/Workflow: how it ended, or that it has not. */
export const workflow: HealthRule = (object) => {
  const phase = textAt(object, 'status', 'phase')
  const message = textAt(object, 'status', 'message')
  switch (phase) {
    case '':
    case 'Pending':
    case 'Running':
      return progressing('phase_waiting', { state: phase || 'Pending' }, message)
    case 'Succeeded':
      return healthy
    case 'Failed':
    case 'Error':
      return degraded('phase_failed', { state: phase }, message)
    default:
      return unknown('phase_unknown', { state: phase }, message)
  }
}

/** argoproj.io/Rollout: its own word, once it speaks of the newest specification. */
export const rollout: HealthRule = (object) =>
  isKnownStale(object)
    ? progressing('status_pending')
    : inWords(textAt(object, 'status', 'phase'), textAt(object, 'status', 'message'))

/**
 * argoproj.io/Application: the health that Argo CD gives it. Argo CD itself has no rule for its own kind since 1.8, which lets the waves of
 * an app of apps run ahead of what they made; Ieum takes the child at its word.
 */
export const application: HealthRule = (object) => {
  const status = textAt(object, 'status', 'health', 'status')
  const message = textAt(object, 'status', 'health', 'message')
  if (status === 'Missing') return { ...progressing('phase_waiting', { state: status }, message), status }
  return inWords(status, message)
}
