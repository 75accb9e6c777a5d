import { describe, expect, it } from 'vitest'
import { classify, cleanDetail, gitError } from './errors.ts'

const failed = (stderr: string) => ({ stderr, exitCode: 128, timedOut: false, truncated: false })

describe('classify', () => {
  it.each([
    ["fatal: unable to access 'https://nope.example/x/': Could not resolve host: nope.example", 'git_host_not_found'],
    [
      "fatal: unable to access 'http://127.0.0.1:1/x/': Failed to connect to 127.0.0.1 port 1 after 0 ms: Couldn't connect to server",
      'git_connection_refused',
    ],
    [
      "fatal: unable to access 'https://h/': Failed to connect to h port 443 after 5000 ms: Connection timed out",
      'git_timeout',
    ],
    [
      "fatal: unable to access 'https://h/': Operation too slow. Less than 1000 bytes/sec transferred the last 20 seconds",
      'git_timeout',
    ],
    [
      "fatal: unable to access 'https://h/': server certificate verification failed. CAfile: none CRLfile: none",
      'git_tls_failed',
    ],
    ["fatal: unable to access 'https://h/': SSL certificate problem: self-signed certificate", 'git_tls_failed'],
    ["fatal: unable to access 'https://h/': gnutls_handshake() failed: Error in the pull function.", 'git_tls_failed'],
    ["fatal: Authentication failed for 'https://h/x/'", 'git_auth_failed'],
    ["fatal: could not read Username for 'https://github.com': terminal prompts disabled", 'git_auth_failed'],
    ["fatal: unable to access 'https://h/x/': The requested URL returned error: 403", 'git_auth_failed'],
    ["fatal: unable to access 'https://h/x/': The requested URL returned error: 302", 'git_redirected'],
    ["fatal: repository 'https://h/x/' not found", 'git_repository_not_found'],
    ["fatal: unable to access 'https://h/x/': The requested URL returned error: 410", 'git_repository_not_found'],
    ['ERROR: Repository not found.\nfatal: Could not read from remote repository.', 'git_repository_not_found'],
    ["fatal: '/x.git' does not appear to be a git repository", 'git_repository_not_found'],
    ['Host key verification failed.\nfatal: Could not read from remote repository.', 'git_host_key_unknown'],
    [
      '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.\n',
      'git_host_key_changed',
    ],
    ['git@h: Permission denied (publickey).', 'git_auth_failed'],
    ['ssh: connect to host 10.0.0.1 port 22: Connection refused', 'git_connection_refused'],
    ['kex_exchange_identification: Connection closed by remote host', 'git_connection_refused'],
    ['Connection timed out during banner exchange', 'git_timeout'],
    ['fatal: https://h/x/info/refs not valid: is this a git repository?', 'git_not_a_repository'],
    ['fatal: remote error: upload-pack: not our ref 0123', 'revision_not_found'],
    ["fatal: couldn't find remote ref refs/heads/gone", 'revision_not_found'],
    ['error: Server does not allow request for unadvertised object 0123', 'revision_not_found'],
    ['fatal: write error: No space left on device', 'disk_full'],
    ['error: index-pack died of signal 25', 'tree_too_large'],
    ['remote: Counting objects\nfatal: fetch-pack: invalid index-pack output\n', 'tree_too_large'],
    ['fatal: pack has bad object at offset 12\nfatal: fetch-pack: invalid index-pack output\n', 'git_failed'],
    [
      "error: object 0123: hasDotgit: contains '.git'\nfatal: fsck error in packed object\nfatal: fetch-pack: invalid index-pack output\n",
      'git_unsafe_object',
    ],
    ['fatal: something new', 'git_failed'],
    ['', 'git_failed'],
  ])('%s', (stderr, reason) => {
    expect(classify(failed(stderr))).toBe(reason)
  })

  it('puts our own deadline and cap before what Git said when it was killed', () => {
    expect(classify({ ...failed('error: early EOF'), timedOut: true })).toBe('git_timeout')
    expect(classify({ ...failed('error: early EOF'), truncated: true })).toBe('tree_too_large')
  })
})

describe('G16: cleanDetail', () => {
  it('removes secrets, also where they are percent-encoded', () => {
    expect(cleanDetail('no hunter/2! and hunter%2F2! here', ['hunter/2!'])).toBe('no *** and *** here')
  })

  it('keeps only the host of a URL', () => {
    expect(cleanDetail("fatal: unable to access 'https://user:pw@git.example:8443/team/repo.git/': nope", [])).toBe(
      "fatal: unable to access 'git.example:8443': nope",
    )
  })
})

describe('gitError', () => {
  it('is an upstream error that carries the parameters and cleaned words', () => {
    const error = gitError(failed("fatal: Authentication failed for 'https://h/x/' with tok"), { host: 'h' }, ['tok'])
    expect(error).toMatchObject({
      code: 'UPSTREAM',
      reason: 'git_auth_failed',
      params: { host: 'h' },
      detail: "fatal: Authentication failed for 'h' with ***",
    })
  })

  it('is a time-out where the deadline ended the command', () => {
    expect(gitError({ ...failed(''), timedOut: true }, {}, [])).toMatchObject({
      code: 'TIMEOUT',
      reason: 'git_timeout',
    })
  })
})
