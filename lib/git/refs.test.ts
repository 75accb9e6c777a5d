import { describe, expect, it } from 'vitest'
import { parseRefs } from './refs.ts'

const id = (digit: string) => digit.repeat(40)

describe('parseRefs', () => {
  it('reads default branch, branches and tags, and peels annotated tags', () => {
    const output = [
      'ref: refs/heads/main\tHEAD',
      `${id('a')}\tHEAD`,
      `${id('b')}\trefs/heads/--upload-pack=x`,
      `${id('a')}\trefs/heads/main`,
      `${id('c')}\trefs/tags/v1`,
      `${id('d')}\trefs/tags/v2`,
      `${id('e')}\trefs/tags/v2^{}`,
      '',
    ].join('\n')
    expect(parseRefs(output)).toEqual({
      defaultBranch: 'main',
      head: id('a'),
      branches: [
        { name: '--upload-pack=x', commit: id('b') },
        { name: 'main', commit: id('a') },
      ],
      tags: [
        { name: 'v1', commit: id('c') },
        { name: 'v2', commit: id('e') },
      ],
    })
  })

  it('leaves the default branch empty where HEAD points nowhere', () => {
    expect(parseRefs(`${id('a')}\trefs/heads/trunk\n`)).toMatchObject({ defaultBranch: '', head: '' })
  })

  it('says that a repository without refs is empty', () => {
    expect(() => parseRefs('')).toThrowError(expect.objectContaining({ reason: 'git_empty_repository' }))
  })
})
