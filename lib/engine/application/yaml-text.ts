/**
 * YAML that people type in the editor: text → plain value, and a place in the text for every path of the value. One document of plain
 * scalars, lists and maps; anchors, aliases and tags are refused, because nothing that is shared or constructed can be shown back.
 */
import { constructFromEvents, dump, EVENT_ID, getScalarValue, parseEvents, YAMLException } from 'js-yaml'
import { AppError, type FieldIssue } from '#lib/core/errors.ts'

export type Path = readonly (string | number)[]
/** Counted from 1, as editors do. */
export type Position = { line: number; column: number }
export type YamlDocument = { value: unknown; locate(path: Path): Position }

type YamlEvent = ReturnType<typeof parseEvents>[number]

const MAX_DEPTH = 40
/** Problems of one text that are told. Whoever finds more stops there: the place of each costs a look at the text. */
export const MAX_ISSUES = 20

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, Math.max(0, offset))
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') }
}

/** The refusal of a YAML text: one field issue per problem, `yaml` for the first, `yaml.2` … for the others, each with its place. */
export function yamlError(
  problems: readonly (FieldIssue & { position: Position; path?: Path })[],
  detail: string,
): AppError {
  const fields: Record<string, FieldIssue> = {}
  for (const [index, { code, params, position, path }] of problems.slice(0, MAX_ISSUES).entries())
    fields[index === 0 ? 'yaml' : `yaml.${index + 1}`] = {
      code,
      params: { ...params, ...position, ...(path && { path: path.join('.') }) },
    }
  return new AppError('VALIDATION', { fields, detail })
}

const startOf = (event: YamlEvent): number => {
  if ('valueStart' in event) return event.valueStart
  if ('start' in event) return event.start
  return 'anchorStart' in event ? event.anchorStart : 0
}

/** Anchors, aliases and tags, by the characters they take in the text. */
function refuseSharing(text: string, events: readonly YamlEvent[]): void {
  for (const event of events) {
    const hasAnchor = 'anchorStart' in event && event.anchorStart >= 0
    const hasTag = 'tagStart' in event && event.tagStart >= 0
    if (!hasAnchor && !hasTag) continue
    const offset = hasAnchor ? event.anchorStart : 'tagStart' in event ? event.tagStart : 0
    const what = hasTag ? 'tags are not allowed' : 'anchors and aliases are not allowed'
    throw yamlError([{ code: 'yaml', position: positionAt(text, offset) }], what)
  }
}

/** Where every key of a map and every item of a list begins, by the JSON of its path. */
function indexPlaces(text: string, events: readonly YamlEvent[]): Map<string, number> {
  const places = new Map<string, number>()
  const placeOf = (event: YamlEvent | undefined) => positionAt(text, event ? startOf(event) : text.length)
  let next = 1 // The first event opens the document.
  const visit = (path: Path): void => {
    const event = events[next++]
    if (!event) return
    if (!places.has(JSON.stringify(path))) places.set(JSON.stringify(path), startOf(event))
    if (event.type === EVENT_ID.SEQUENCE) {
      for (let item = 0; events[next] && events[next]?.type !== EVENT_ID.POP; item++) visit([...path, item])
      next++
    }
    if (event.type === EVENT_ID.MAPPING) {
      while (events[next] && events[next]?.type !== EVENT_ID.POP) {
        const key = events[next++]
        if (key?.type !== EVENT_ID.SCALAR) throw yamlError([{ code: 'yaml', position: placeOf(key) }], 'keys are texts')
        const name = getScalarValue(text, key)
        places.set(JSON.stringify([...path, name]), startOf(key))
        visit([...path, name])
      }
      next++
    }
  }
  visit([])
  return places
}

function parse(text: string): { places: Map<string, number>; documents: unknown[] } {
  try {
    const events = parseEvents(text, { maxDepth: MAX_DEPTH })
    refuseSharing(text, events)
    const places = indexPlaces(text, events)
    return { places, documents: constructFromEvents(events, { source: text, maxAliases: 0 }) }
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const { mark } = error
    const position = mark ? { line: mark.line + 1, column: mark.column + 1 } : { line: 1, column: 1 }
    throw yamlError([{ code: 'yaml', position }], error.reason)
  }
}

/** Reads one document. Throws VALIDATION with the line and column of what cannot be read. */
export function readYaml(text: string): YamlDocument {
  const { places, documents } = parse(text)
  const start = { line: 1, column: 1 }
  if (documents.length === 0) throw yamlError([{ code: 'required', position: start }], '')
  if (documents.length > 1) throw yamlError([{ code: 'yaml', position: start }], 'more than one document')
  const locate = (path: Path): Position => {
    for (let length = path.length; length >= 0; length--) {
      const offset = places.get(JSON.stringify(path.slice(0, length)))
      if (offset !== undefined) return positionAt(text, offset)
    }
    return start
  }
  return { value: documents[0], locate }
}

/** The text of a plain value, without anchors. */
export const writeYaml = (value: unknown): string => dump(value, { lineWidth: 120, noRefs: true })
