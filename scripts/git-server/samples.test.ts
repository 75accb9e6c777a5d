import { describe, expect, test } from 'vitest'
import { fastImportStream } from './history.ts'
import { sampleHistory, sampleNames } from './samples.ts'

describe('the samples', () => {
  test('bring the podcasts of the tutorial', () => {
    expect(sampleNames()).toContain('demo-podcasts')
  })

  test.each(sampleNames())('%s leaves namespace, access mode and node port to the console in every commit', (name) => {
    for (const { files } of sampleHistory(name)) {
      for (const [file, content] of Object.entries(files)) {
        if (!file.endsWith('.yaml') || file.endsWith('Chart.yaml')) continue
        expect(`${file}\n${String(content)}`).not.toMatch(/^\s*(namespace|nodePort|type):/m)
      }
    }
  })

  test('end at the folder as it is', () => {
    const newest = sampleHistory('demo-podcasts').findLast((step) => step.branch === 'main')
    expect(String(newest?.files['config/default/deployment.yaml'])).toContain('replicas: 2')
    expect(Object.keys(newest?.files ?? {})).toEqual(
      expect.arrayContaining([
        'config/default/kustomization.yaml',
        'deploy/plain/service.yaml',
        'charts/podcast/Chart.yaml',
      ]),
    )
  })
})

describe('the stream for git fast-import', () => {
  test('counts bytes, not letters', () => {
    const stream = fastImportStream([{ branch: 'main', message: '배포', files: { 'a.txt': '이음' } }]).toString()
    expect(stream).toContain('data 6\n배포\n')
    expect(stream).toContain('M 100644 inline a.txt\ndata 6\n이음\n')
  })

  test('continues a branch that exists, and starts a new one where it is told to', () => {
    const step = { message: 'm', files: {} }
    const stream = fastImportStream(
      [
        { ...step, branch: 'main' },
        { ...step, branch: 'next', from: 'main' },
      ],
      new Set(['main']),
    )
    expect(stream.toString().match(/^from .*$/gm)).toEqual(['from refs/heads/main^0', 'from refs/heads/main'])
  })

  test('starts a history of its own for the first commit of all', () => {
    expect(fastImportStream([{ branch: 'main', message: 'm', files: {} }]).toString()).not.toContain('from ')
  })
})
