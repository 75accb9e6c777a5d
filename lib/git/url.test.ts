import { describe, expect, it } from 'vitest'
import { hostAndPort, originOf, parseGitUrl } from './url.ts'

const refused = expect.objectContaining({ code: 'VALIDATION', reason: 'git_url_not_allowed' })

describe('parseGitUrl', () => {
  it.each([
    ['https://github.com/org/repo.git', 'https://github.com/org/repo.git', 'github.com', 443],
    ['HTTPS://GitHub.com:443/Org/Repo', 'https://github.com/Org/Repo', 'github.com', 443],
    ['http://127.0.0.1:3080/a.git', 'http://127.0.0.1:3080/a.git', '127.0.0.1', 3080],
    ['https://[::1]:8443/x', 'https://[::1]:8443/x', '::1', 8443],
    ['https://한글.example/x', 'https://xn--bj0bj06e.example/x', 'xn--bj0bj06e.example', 443],
    ['ssh://git@github.com/org/repo.git', 'ssh://git@github.com/org/repo.git', 'github.com', 22],
    ['SSH://git@GitHub.com:22/org/repo', 'ssh://git@github.com/org/repo', 'github.com', 22],
    ['ssh://github.com:443/org/repo', 'ssh://github.com:443/org/repo', 'github.com', 443],
    ['ssh://git@[::1]:2222/x', 'ssh://git@[::1]:2222/x', '::1', 2222],
    ['ssh://ada@git.corp./~/shop.git', 'ssh://ada@git.corp/~/shop.git', 'git.corp', 22],
    ['git@github.com:org/repo.git', 'ssh://git@github.com/org/repo.git', 'github.com', 22],
    ['git@github.com:/srv/repo.git', 'ssh://git@github.com/srv/repo.git', 'github.com', 22],
    ['ada_l@[::1]:repo', 'ssh://ada_l@[::1]/repo', '::1', 22],
  ])('reads %s', (text, href, host, port) => {
    expect(parseGitUrl(text)).toMatchObject({ href, host, port })
    expect(parseGitUrl(href).href).toBe(href)
  })

  it.each(['https', 'ssh'])('G7: reads every spelling of an address as that address (%s)', (scheme) => {
    const hosts = ['0x7f000001', '2130706433', '127.1', '017700000001', '127.0.0.1.']
    expect(hosts.map((host) => parseGitUrl(`${scheme}://${host}/x`).host)).toEqual(hosts.map(() => '127.0.0.1'))
    expect(parseGitUrl(`${scheme}://[::ffff:127.0.0.1]/x`).host).toBe('::ffff:7f00:1')
    expect(parseGitUrl(`${scheme}://localhost./x`).host).toBe('localhost')
  })

  it.each([
    ...['ext::sh -c touch% /tmp/x', 'ext::sh', 'git@ext::sh', 'ext::ssh://host/x'].map((text) => ['G1', text]),
    ...['file:///etc', '/srv/other/repo', '../x', 'git://github.com/x', 'C:/x', 'host:path'].map((text) => [
      'G2',
      text,
    ]),
    ...['--upload-pack=touch /tmp/x', '--upload-pack=id', '-u', '-', '--config=x'].map((text) => ['G3', text]),
    ...[
      'ssh://-oProxyCommand=x/y',
      'ssh://-oProxyCommand=touch${IFS}/tmp/x/y',
      'ssh://git@-oProxyCommand=x/y',
      'ssh://-oProxyCommand=x@host/y',
      'git@-oProxyCommand=x:y/z',
      '-oProxyCommand=x@host:y',
      '-oX:y/z',
      'ssh://%2doProxyCommand=x/y',
      'https://-oProxyCommand=x/y',
      'ssh://$(id)/y',
      'ssh://`id`@host/y',
    ].map((text) => ['G6', text]),
    ...[
      'https://user:secret@host/x',
      'https://user@host/x',
      'ssh://git:secret@host/x',
      'git:secret@host:x',
      'https://host\\@evil/x',
      'ssh://a@b@host/x',
    ].map((text) => ['G10', text]),
    ...[
      'https://host/a%0ab',
      'https://host/a%0Db',
      'https://host/a%00b',
      'https://host/a%1bb',
      'ssh://host/a%0ab',
      'git@host:a%0ab',
      'https://host/a b',
      'https://host/a\nb',
      'ssh://host\r/x',
      'https://host/a\0b',
      `https://host/${'a'.repeat(10_000)}`,
      // Cyrillic and Greek letters that look like Latin ones, full-width forms, a letter of another script among Latin ones.
      'https://gіthub.com/x',
      'https://аррӏе.com/x',
      'git@gıthub.com:x',
      'ssh://gitһub.com/x',
      'https://ｇithub.com/x',
      'https://github。com/x',
    ].map((text) => ['G11', text]),
    ...[
      'https://host/x?a=b',
      'https://host/x#f',
      'ssh://host/x?a=b',
      'https:///x',
      'https://',
      'ssh://',
      'ssh://host',
      'ssh://host/',
      'git@host:',
      'https://host:99999/x',
      'ssh://host:0/x',
      'ssh://host:99999/x',
      'javascript:alert(1)',
      '',
    ].map((text) => ['shape', text]),
  ])('%s: refuses %j', (_, text = '') => {
    expect(() => parseGitUrl(text)).toThrowError(refused)
  })
})

it.each([
  ['https://Git.example:443/a', 'https://git.example', 'git.example:443'],
  ['https://git.example:8443/a', 'https://git.example:8443', 'git.example:8443'],
  ['git@git.example:a', 'ssh://git.example', 'git.example:22'],
  ['ssh://ada@git.example:2222/a', 'ssh://git.example:2222', 'git.example:2222'],
  ['ssh://[::1]/a', 'ssh://[::1]', '[::1]:22'],
])('%s is bound to %s and listed as %s', (text, origin, listed) => {
  expect(originOf(parseGitUrl(text))).toBe(origin)
  expect(hostAndPort(parseGitUrl(text))).toBe(listed)
})
