import { readFileSync } from 'node:fs'
import { Histogram } from 'prom-client'
import { describe, expect, test } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import { metrics, timed } from './metrics.ts'
import { serveMetrics } from './metrics-server.ts'

const LOOPBACK = { host: '127.0.0.1', port: 0 }

describe('timed', () => {
  const results = async (work: () => Promise<unknown>, resultOf?: (error: unknown) => string) => {
    const histogram = new Histogram({ name: 'h', help: 'h', labelNames: ['what', 'result'], registers: [] })
    await timed(histogram, { what: 'x' }, work, resultOf).catch(() => undefined)
    const { values } = await histogram.get()
    return values.filter(({ metricName }) => metricName === 'h_count').map(({ labels }) => labels)
  }

  test('notes what went well', async () => {
    expect(await results(async () => 1)).toEqual([{ what: 'x', result: 'ok' }])
  })

  test('notes a refusal by its code, and a defect as one', async () => {
    expect(await results(() => Promise.reject(new AppError('CONFLICT')))).toEqual([{ what: 'x', result: 'CONFLICT' }])
    expect(await results(() => Promise.reject(new Error('secret')))).toEqual([{ what: 'x', result: 'INTERNAL' }])
  })

  test('lets a door name its own failures', async () => {
    expect(
      await results(
        () => Promise.reject(new Error()),
        () => 'timeout',
      ),
    ).toEqual([{ what: 'x', result: 'timeout' }])
  })

  test('throws what the work throws', async () => {
    const failure = new AppError('TIMEOUT')
    await expect(timed(metrics().renders, {}, () => Promise.reject(failure))).rejects.toBe(failure)
  })
})

describe('the listener', () => {
  test('tells metrics at one path and nothing anywhere else', async () => {
    const { port, close } = await serveMetrics(LOOPBACK)
    const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init)
    metrics().runs.inc({ phase: 'Succeeded' }, 3)
    try {
      const answer = await at('/metrics')
      const text = await answer.text()
      expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4')
      expect(text).toContain('ieum_sync_runs_total{phase="Succeeded"} 3')
      expect(text).toMatch(/^process_cpu_seconds_total \d/m)
      expect((await at('/metrics', { method: 'POST', body: 'x' })).status).toBe(405)
      expect((await at('/')).status).toBe(404)
      expect((await at('/metrics/..%2f..%2fetc/passwd')).status).toBe(404)
    } finally {
      await close()
    }
  })

  test('waits for what has to be read first', async () => {
    const { port, close } = await serveMetrics(LOOPBACK, async () => metrics().streams.set(7))
    try {
      expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain('ieum_live_streams 7')
    } finally {
      await close()
    }
  })

  test('says which address it could not have', async () => {
    const { port, close } = await serveMetrics(LOOPBACK)
    try {
      await expect(serveMetrics({ host: '127.0.0.1', port })).rejects.toThrow(
        `metrics cannot be served at 127.0.0.1:${port}`,
      )
    } finally {
      await close()
    }
  })
})

test('the manual has every metric', () => {
  const manual = readFileSync('docs/metrics.md', 'utf8')
  const names = metrics()
    .registry.getMetricsAsArray()
    .map(({ name }) => name)
    .filter((name) => name.startsWith('ieum_'))
  expect(names.filter((name) => !manual.includes(`| \`${name}\` `))).toEqual([])
})
