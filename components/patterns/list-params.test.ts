import { describe, expect, it } from 'vitest'
import { localPage } from '#lib/core/local-page.ts'
import { listQuery, listSearch, parseListParams, type ListShape } from './list-params.ts'

const SHAPE: ListShape = {
  sorts: ['name', 'createdAt'],
  defaultSort: 'createdAt',
  defaultDirection: 'desc',
  filters: { type: ['ClusterIP', 'NodePort'], owner: [] },
  hideable: ['owner', 'createdAt'],
}
const parse = (query: string) => parseListParams(new URLSearchParams(query), SHAPE)

describe('the parameters of a list in the URL', () => {
  it('are the defaults when nothing is said', () => {
    expect(parse('')).toEqual({
      ...{ page: 1, pageSize: 10, search: '', sort: 'createdAt', direction: 'desc', filters: {}, hidden: [] },
    })
    expect(listQuery(parse(''), SHAPE)).toBe('')
  })

  it('survive the way into the URL and back', () => {
    const params = parse('search=web&type=NodePort&owner=shop&sort=name&direction=asc&page=3&pageSize=50')
    expect(parse(listQuery(params, SHAPE))).toEqual(params)
    expect(params).toMatchObject({ page: 3, pageSize: 50, sort: 'name', filters: { type: 'NodePort', owner: 'shop' } })
  })

  it('keep hidden columns out of the request', () => {
    const params = parse('search=web&hide=createdAt,owner,name')
    expect(params.hidden).toEqual(['owner', 'createdAt'])
    expect(listQuery(params, SHAPE)).toBe('search=web')
    expect(parse(listSearch(params, SHAPE))).toEqual(params)
    expect(listSearch(parse('hide=owner'), SHAPE)).toBe('hide=owner')
  })

  it('fall back to the default for what the list does not allow', () => {
    expect(parse('page=-1&pageSize=7&sort=password&direction=up&type=Secret')).toEqual(parse(''))
    expect(parse(`page=1e9&search=${'x'.repeat(500)}`)).toMatchObject({ page: 1, search: 'x'.repeat(100) })
  })
})

describe('a list that is here as a whole', () => {
  const rows = ['web-10', 'web-9', 'api'].map((name, index) => ({ name, at: `2026-01-0${index + 1}` }))
  const list = {
    searchText: (row: { name: string }) => row.name,
    sortValue: { name: (row: { name: string }) => row.name, createdAt: (row: { at: string }) => row.at },
    filter: { owner: (row: { name: string }, wanted: string) => row.name.startsWith(wanted) },
  }
  const names = (query: string) => localPage(rows, parse(query), list).items.map(({ name }) => name)

  it('is ordered by the chosen column, numbers inside names by their value', () => {
    expect(names('sort=name&direction=asc')).toEqual(['api', 'web-9', 'web-10'])
    expect(names('')).toEqual(['api', 'web-9', 'web-10'])
  })

  it('is searched and filtered', () => {
    expect(names('search=WEB-9')).toEqual(['web-9'])
    expect(names('owner=api')).toEqual(['api'])
  })

  it('shows its last page when the wanted one is beyond it', () => {
    expect(localPage(rows, parse('page=9'), list)).toMatchObject({ page: 1, total: 3 })
  })
})
