import type { EntryPoint } from '#lib/actions/definition.ts'
import type { CaseMaker } from '../case.ts'
import { DEVOPS_CASES } from './devops.ts'
import { MEMBER_CASES } from './members.ts'
import { PLATFORM_CASES } from './platform.ts'
import { WORKSPACE_CASES } from './workspace.ts'

const CASES = new Map<string, CaseMaker>(
  Object.entries({ ...PLATFORM_CASES, ...WORKSPACE_CASES, ...MEMBER_CASES, ...DEVOPS_CASES }),
)

/** How the entry point is asked. An action and a query of one name have cases of their own, with their kind before the name. */
export const caseFor = ({ kind, name }: EntryPoint): CaseMaker | undefined =>
  CASES.get(name) ?? CASES.get(`${kind === 'action' ? 'action' : 'query'} ${name}`)
