'use client'
import { ChevronLeft, ChevronRight, Rocket } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useTranslations } from 'use-intl/react'
import { StatusIcon, useStatusWord } from '#components/patterns/status-badge.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import type { HealthStatus, SyncStatus, Why } from '#lib/features/deployments/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'
import { kindIcon } from './kind-icon.ts'
import { worstHealth, worstSync, type TreeItem } from './tree-items.ts'
import { NODE_HEIGHT, NODE_WIDTH, placeOf, shortName, type ShownNode } from './tree-layout.ts'

/** The deployment itself, as its own node shows it. */
export type TreeRoot = { name: string; health: HealthStatus; sync: SyncStatus }

type Props = {
  node: ShownNode
  root: TreeRoot
  /** What the node hangs on, where that is an object. */
  parentName: string | undefined
  isCurrent: boolean
  isSelected: boolean
  dimmed: boolean
  onElement: (element: HTMLElement | null) => void
  onFocus: () => void
  onPress: () => void
  onFold: () => void
  onKey: (event: KeyboardEvent) => void
}

/** Characters of a name that fit beside the picture and both states. */
const MOST_CHARACTERS = 20

type Face = { caption: string; name: string; full: string; health: HealthStatus | null; sync: SyncStatus | null }

/** What a node says: an object its kind and name, a group how many of what. */
function useFace(node: ShownNode, root: TreeRoot, parentName: string | undefined): Face {
  const t = useTranslations('deployments.tree')
  const all = useTranslations()
  const { item, members } = node
  if (item) {
    const full = item.name
    const why = troubleOf(item)
    return {
      caption: captionOf(item, t, why === null ? '' : describeWhy(why, all).short),
      name: shortName(full, parentName, MOST_CHARACTERS),
      full,
      ...statesOf([item]),
    }
  }
  const [first] = members
  if (!first)
    return { caption: t('deployment'), name: root.name, full: root.name, health: root.health, sync: root.sync }
  const words = t('group', { kind: first.kind, count: members.length })
  return { caption: t(first.live?.isPast ? 'pastGroup' : 'grouped'), name: words, full: words, ...statesOf(members) }
}

/** Why somebody should look at the object: what is wrong in the cluster before what differs from Git. */
const troubleOf = ({ health, healthWhy, sync, syncWhy }: TreeItem): Why | null =>
  health !== 'Healthy' && healthWhy !== null ? healthWhy : sync === 'Synced' ? null : syncWhy

const statesOf = (items: readonly TreeItem[]) => ({ health: worstHealth(items), sync: worstSync(items) })

function captionOf(
  { kind, live }: TreeItem,
  t: ReturnType<typeof useTranslations<'deployments.tree'>>,
  trouble: string,
): string {
  const facts = [
    kind,
    trouble,
    live && live.revision !== '' ? t('revision', { revision: live.revision }) : '',
    live && live.ready !== null ? t('ready', { ready: live.ready, wanted: live.wanted ?? 0 }) : '',
    live && live.restarts > 0 ? t('restarts', { count: live.restarts }) : '',
  ]
  return facts.filter((fact) => fact !== '').join(' · ')
}

/** One node of the tree, placed by the attributes of SVG: a style attribute would be dropped. */
export function TreeNode({
  node,
  root,
  parentName,
  isCurrent,
  isSelected,
  dimmed,
  onElement,
  onFocus,
  onPress,
  onFold,
  onKey,
}: Props) {
  const face = useFace(node, root, parentName)
  const label = useLabel(face)
  const { x, y } = placeOf(node)
  const isGroup = node.members.length > 0
  return (
    <foreignObject x={x} y={y} width={NODE_WIDTH + 12} height={NODE_HEIGHT + 4} role="presentation">
      <div
        ref={onElement}
        role="treeitem"
        aria-level={node.depth + 1}
        aria-selected={isSelected}
        aria-expanded={node.childCount === 0 ? undefined : node.isOpen}
        tabIndex={isCurrent ? 0 : -1}
        title={`${face.full}\n${face.caption}`}
        onFocus={onFocus}
        onClick={onPress}
        onKeyDown={onKey}
        className="group relative h-11 w-63 cursor-pointer outline-none"
      >
        <span className="sr-only">{label}</span>
        {isGroup ? (
          <span className="absolute inset-x-1.5 -bottom-1 h-3 rounded-sm border border-line-strong bg-surface" />
        ) : null}
        <span
          aria-hidden
          className={cn(
            'relative flex h-11 items-center gap-2 rounded-sm border bg-surface pr-4 pl-2.5 group-hover:bg-hover group-focus-visible:outline-2 group-focus-visible:outline-accent',
            face.health === 'Degraded' ? 'border-bad' : 'border-line-strong',
            isSelected && 'border-accent bg-accent-soft group-hover:bg-accent-soft',
          )}
        >
          <Icon
            as={node.depth === 0 ? Rocket : kindIcon((node.item ?? node.members[0])?.kind ?? '')}
            className="text-fg-2"
          />
          <span className="min-w-0 flex-1">
            <span className="block truncate text-2xs text-fg-3">{face.caption}</span>
            <span className={cn('block truncate text-xs', isGroup ? 'font-medium' : 'font-mono')}>{face.name}</span>
          </span>
          <span className={cn('flex shrink-0 items-center gap-1', dimmed && 'opacity-60')}>
            {face.sync === null ? null : <StatusIcon kind="sync" status={face.sync} />}
            {face.health === null ? null : <StatusIcon kind="health" status={face.health} />}
          </span>
        </span>
        {node.childCount === 0 ? null : <Fold node={node} onFold={onFold} />}
      </div>
    </foreignObject>
  )
}

function useLabel({ caption, full, health, sync }: Face): string {
  const words = [
    useStatusWord({ kind: 'sync', status: sync ?? 'Unknown' }),
    useStatusWord({ kind: 'health', status: health ?? 'Unknown' }),
  ]
  return [`${caption} ${full}`, ...words.filter((_, index) => (index === 0 ? sync : health) !== null)].join(', ')
}

/** Opens and closes with the pointer; by keyboard the node itself does. */
function Fold({ node, onFold }: { node: ShownNode; onFold: () => void }) {
  return (
    <span
      aria-hidden
      onClick={(event) => {
        event.stopPropagation()
        onFold()
      }}
      className="absolute top-2.5 -right-3 flex h-6 min-w-6 items-center justify-center rounded-full border border-line-strong bg-surface px-1 text-2xs text-fg-2 hover:border-accent hover:text-accent"
    >
      {node.isOpen ? <Icon as={ChevronLeft} className="size-3.5" /> : null}
      {node.isOpen ? null : <span className="tnum">{node.childCount}</span>}
      {node.isOpen ? null : <Icon as={ChevronRight} className="size-3" />}
    </span>
  )
}
