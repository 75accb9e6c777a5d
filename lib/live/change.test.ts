import { describe, expect, test } from 'vitest'
import { parseChange, topicFor, type Interest } from './change.ts'

const [own, foreign, row] = [1, 2, 3].map((n) => `0190d1c4-7b7a-7c9e-8f00-00000000000${n}`) as [string, string, string]

test('a payload of the triggers is read', () => {
  const payload = JSON.stringify({ t: 'deployment', d: own, id: row })
  expect(parseChange(payload)).toEqual({ t: 'deployment', d: own, id: row })
})

test.each(['', 'rubbish', 'null', '{}', '{"t":"user","d":null,"id":"x"}'])('%j is no change', (payload) =>
  expect(parseChange(payload)).toBeNull(),
)

describe('a stream', () => {
  const interest: Interest = {
    devopsProjects: new Set([own]),
    clusters: new Set([row]),
    deploymentTopic: 'deployments',
  }

  test('hears of its own deployments, repositories and clusters', () => {
    expect(topicFor({ t: 'deployment', d: own, id: row }, interest)).toBe('deployments')
    expect(topicFor({ t: 'repository', d: own, id: row }, interest)).toBe('repositories')
    expect(topicFor({ t: 'cluster', d: null, id: row }, interest)).toBe('clusters')
    expect(topicFor({ t: 'deployment', d: own, id: row }, { ...interest, deploymentTopic: 'services' })).toBe(
      'services',
    )
  })

  test('hears nothing of others', () => {
    expect(topicFor({ t: 'deployment', d: foreign, id: row }, interest)).toBeNull()
    expect(topicFor({ t: 'repository', d: null, id: row }, interest)).toBeNull()
    expect(topicFor({ t: 'cluster', d: null, id: foreign }, interest)).toBeNull()
  })
})
