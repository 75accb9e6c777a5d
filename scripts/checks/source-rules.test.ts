import { describe, expect, test } from 'vitest'
import { breachesOf } from './source-rules.ts'

describe('the rules of the source', () => {
  test.each(['loadFromDefault()', "loadFromFile('/root/.kube/config')", 'loadFromString(text)', 'loadFromCluster()'])(
    'K6: a kubeconfig is never loaded by itself: %s',
    (call) => {
      expect(breachesOf('lib/kube/connect.ts', `const config = new KubeConfig()\nconfig.${call}\n`)).toEqual([
        'lib/kube/connect.ts:2: user kubeconfig loaded unreduced',
      ])
    },
  )

  test.each([
    ['components/x.tsx', 'return <p>저장</p>', 'Hangul outside the message catalogues'],
    ['components/x.tsx', '<p style={{ width }} />', 'style attribute'],
    ['lib/x.ts', 'tx.$queryRawUnsafe(text)', 'raw SQL from a string'],
    ['e2e/x.spec.ts', 'await page.waitForTimeout(500)', 'sleeping test'],
  ])('find in %s: %s', (file, line, rule) => {
    expect(breachesOf(file, line)).toEqual([`${file}:1: ${rule}`])
  })

  test('leave comments and files of another kind alone', () => {
    expect(breachesOf('lib/x.ts', '// 저장')).toEqual([])
    expect(breachesOf('docs/x.md', 'loadFromDefault')).toEqual([])
  })
})
