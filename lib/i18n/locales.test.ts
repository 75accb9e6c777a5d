import { describe, expect, it } from 'vitest'
import { pickLocale, pickTheme, pickTimeZone } from './locales.ts'

describe('the language of an answer', () => {
  it('is the one the person chose', () => expect(pickLocale('en', 'ko-KR')).toBe('en'))
  it('is the browser’s best known one without a choice', () => {
    expect(pickLocale(undefined, 'fr-FR,en-GB;q=0.8,ko;q=0.5')).toBe('en')
    expect(pickLocale(undefined, 'en;q=0.3,ko;q=0.9')).toBe('ko')
  })
  it('is Korean when nothing fits', () => {
    expect(pickLocale('xx', 'fr')).toBe('ko')
    expect(pickLocale(undefined, null)).toBe('ko')
    expect(pickLocale(undefined, 'en;q=0')).toBe('ko')
    expect(pickLocale(undefined, ';;,q=,'.repeat(400))).toBe('ko')
  })
})

describe('the other preferences', () => {
  it('take a time zone only when it exists', () => {
    expect(pickTimeZone('Europe/Berlin')).toBe('Europe/Berlin')
    expect(pickTimeZone('Mars/Olympus')).toBe('Asia/Seoul')
    expect(pickTimeZone('"><script>')).toBe('Asia/Seoul')
    expect(pickTimeZone(undefined)).toBe('Asia/Seoul')
  })
  it('follow the system unless a theme was chosen', () => {
    expect(pickTheme('dark')).toBe('dark')
    expect(pickTheme('neon')).toBe('system')
    expect(pickTheme(undefined)).toBe('system')
  })
})
