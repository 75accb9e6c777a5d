/** Audit lines as text for other programs: CSV for spreadsheets, JSON lines for everything else. Pure. */
import type { AuditRow } from './types.ts'

const COLUMNS: { name: string; of: (row: AuditRow) => string }[] = [
  { name: 'at', of: (row) => row.at },
  { name: 'actor', of: (row) => row.actor },
  { name: 'action', of: (row) => row.action },
  { name: 'workspace', of: (row) => row.workspace ?? '' },
  { name: 'devops_project', of: (row) => row.devopsProject ?? '' },
  { name: 'project', of: (row) => row.project ?? '' },
  { name: 'target_type', of: (row) => row.target.type },
  { name: 'target_name', of: (row) => row.target.name },
  { name: 'target_id', of: (row) => row.target.id },
  { name: 'request_id', of: (row) => row.requestId },
  { name: 'details', of: (row) => JSON.stringify(row.details) },
]

/**
 * A cell of a CSV (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV injection"),
 * also behind blanks, which some programs cut off.
 */
export function csvCell(text: string): string {
  const safe = /^\s*[=+\-@]/.test(text) || /^[\t\r\n]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** With a byte order mark, without which a spreadsheet reads Korean as something else. */
export const csvHead = (): string => `\uFEFF${COLUMNS.map(({ name }) => name).join(',')}\r\n`
export const csvLine = (row: AuditRow): string => `${COLUMNS.map(({ of }) => csvCell(of(row))).join(',')}\r\n`
export const jsonLine = (row: AuditRow): string => `${JSON.stringify(row)}\n`
