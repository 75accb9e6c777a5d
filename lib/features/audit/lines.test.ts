import { expect, test } from 'vitest'
import { csvCell, csvHead, csvLine, jsonLine } from './lines.ts'

test.each([
  ['=1+1', `"'=1+1"`],
  ['+82-2', `"'+82-2"`],
  ['-2', `"'-2"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['  =HYPERLINK("http://evil")', `"'  =HYPERLINK(""http://evil"")"`],
  ['\t=1', `"'\t=1"`],
  ['\r=1', `"'\r=1"`],
])('W25: a cell that a spreadsheet would run is text: %j', (text, cell) => expect(csvCell(text)).toBe(cell))

test.each([
  ['web', 'web'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['', ''],
])('a cell that is only text stays as it is: %j', (text, cell) => expect(csvCell(text)).toBe(cell))

const row = {
  ...{ id: '1', at: '2026-11-25T00:00:00.000Z', requestId: 'r', actor: '=cmd()', action: 'cluster.edit' },
  ...{ workspace: null, devopsProject: null, project: null, details: { alias: '한글, "별칭"' } },
  target: { type: 'cluster', id: 'c', name: 'west' },
}

test('a line has a cell for each column', () => {
  expect(csvHead()).toBe(
    '\uFEFFat,actor,action,workspace,devops_project,project,target_type,target_name,target_id,request_id,details\r\n',
  )
  expect(csvLine(row)).toBe(
    `2026-11-25T00:00:00.000Z,"'=cmd()",cluster.edit,,,,cluster,west,c,r,"{""alias"":""한글, \\""별칭\\""""}"\r\n`,
  )
})

test('a JSON line is one line that reads back', () => {
  expect(JSON.parse(jsonLine(row))).toEqual(row)
  expect(jsonLine({ ...row, actor: 'a\nb' }).trimEnd()).not.toContain('\n')
})
