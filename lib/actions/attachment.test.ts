import { expect, test } from 'vitest'
import { contentDisposition } from './attachment.ts'

test.each([
  ['W25: a plain name', 'audit.csv', `attachment; filename="audit.csv"; filename*=UTF-8''audit.csv`],
  ['W25: a way out of the folder', '../../etc/passwd', `attachment; filename="passwd"; filename*=UTF-8''passwd`],
  ['W25: a way out with backslashes', '..\\..\\boot.ini', `attachment; filename="boot.ini"; filename*=UTF-8''boot.ini`],
  [
    'W25: another header',
    'a"\r\nset-cookie: x=1',
    `attachment; filename="a---set-cookie--x-1"; filename*=UTF-8''a%22%0D%0Aset-cookie%3A%20x%3D1`,
  ],
  ['W25: a hidden file', '..', `attachment; filename="download"; filename*=UTF-8''..`],
  ['W25: Korean', '감사.csv', `attachment; filename="--.csv"; filename*=UTF-8''%EA%B0%90%EC%82%AC.csv`],
])('%s', (_, name, header) => expect(contentDisposition(name)).toBe(header))
