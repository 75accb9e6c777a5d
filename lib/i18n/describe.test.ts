import { createTranslator } from 'use-intl/core'
import { describe, expect, it } from 'vitest'
import { ERROR_CODES, FIELD_CODES, type ErrorCode } from '#lib/core/errors.ts'
import { REASONS } from '#lib/core/reasons.ts'
import { CATALOGUES } from './catalogues.ts'
import { describeError, describeField, describeWhy, type Translate } from './describe.ts'
import { LOCALES, type Locale } from './locales.ts'

/** A translator that turns every fault of the catalogue into a failure of the test. */
const translator = (locale: Locale): Translate =>
  createTranslator({
    locale,
    timeZone: 'Asia/Seoul',
    messages: CATALOGUES[locale],
    onError: (error) => {
      throw error
    },
  })

const everyPlaceholder = {
  cluster: 'sandbox',
  condition: 'Ready',
  container: 'web',
  count: 3,
  field: 'user.exec',
  file: 'config/app.yaml',
  files: 20_000,
  finalizers: 'example.com/hold',
  host: 'git.example.com',
  kind: 'Deployment',
  limit: 63,
  line: 7,
  megabytes: 512,
  minutes: 15,
  name: 'web',
  names: 'ada, bob',
  namespace: 'demo',
  number: 12,
  owner: 'shop',
  path: 'config/default',
  percent: 40,
  port: 30001,
  project: 'demo',
  ready: 1,
  repository: 'shop',
  retryAfter: 30,
  revision: 'main',
  seconds: 30,
  state: 'CrashLoopBackOff',
  total: 9,
  wanted: 2,
  words: 'shop, blog',
}

describe.each(LOCALES)('the words of codes in %s', (locale) => {
  const t = translator(locale)

  it.each(REASONS)('describe the reason %s with and without what fills it', (reason) => {
    for (const params of [{}, everyPlaceholder]) {
      const { short, text } = describeWhy({ reason, params }, t)
      expect(short).not.toMatch(/[.{}]$/)
      expect(text).toMatch(/\.$/)
    }
    expect(describeWhy({ reason, params: everyPlaceholder }, t).text).not.toMatch(/\bnone\b|undefined/)
  })

  it.each(Object.keys(ERROR_CODES) as ErrorCode[])('describe the error %s', (code) => {
    const described = describeError({ code, requestId: 'r1' }, t)
    expect(described.title).not.toMatch(/\.$/)
    expect(described.text).toMatch(/\.$/)
    expect(described.text).not.toMatch(/\bnone\b|undefined/)
  })

  it.each(FIELD_CODES)('describe the field issue %s', (code) => {
    expect(describeField({ code }, t)).not.toMatch(/\bnone\b|\.$/)
    expect(describeField({ code, params: everyPlaceholder }, t)).not.toBe('')
  })

  it('never put a particle that depends on the last sound behind a placeholder', () => {
    const texts = JSON.stringify(CATALOGUES[locale])
    expect(texts.match(/\{[a-zA-Z]+\}(이|가|을|를|은|는|와|과|으로|로)(?=[\s.,"}])/g) ?? []).toEqual([])
  })
})

describe('describing a failure', () => {
  const t = translator('ko')

  it('names the object by its kind and name', () => {
    const why = { reason: 'object_invalid' as const, params: { kind: 'Service', name: 'web' } }
    expect(describeWhy(why, t).text).toContain('Service web')
  })

  it('treats an empty value as not given', () => {
    const why = { reason: 'being_deleted' as const, params: { finalizers: '' } }
    expect(describeWhy(why, t).text).toBe('클러스터에서 삭제하는 중입니다. 끝나면 사라집니다.')
  })

  it('leaves out the line when there is none', () => {
    const why = { reason: 'render_yaml' as const, params: { file: 'a.yaml', line: 0 } }
    expect(describeWhy(why, t).text).toMatch(/: a\.yaml\. /)
  })

  it('prefers the words of the reason and keeps the quotation and the request number', () => {
    const error = {
      code: 'UPSTREAM',
      reason: 'git_timeout',
      params: { seconds: 30 },
      detail: 'fatal: x',
      requestId: 'r7',
    }
    expect(describeError(error as Parameters<typeof describeError>[0], t)).toMatchObject({
      text: expect.stringContaining('30초') as string,
      detail: 'fatal: x',
      requestId: 'r7',
    })
  })
})
