'use client'
import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslations } from 'use-intl/react'
import { IconButton } from '#components/ui/button.tsx'
import type { TreeFilter, TreeItem } from './tree-items.ts'
import {
  COLUMN_WIDTH,
  layOut,
  neighbour,
  NODE_HEIGHT,
  NODE_WIDTH,
  placeOf,
  ROOT_ID,
  rowsIn,
  sizeOf,
  type Direction,
  type ShownNode,
} from './tree-layout.ts'
import { TreeNode, type TreeRoot } from './tree-node.tsx'

type Props = {
  label: string
  root: TreeRoot
  items: readonly TreeItem[]
  filter: TreeFilter
  dimmed: boolean
  /** Key of the object whose details are open. */
  selected: string | null
  onSelect: (item: TreeItem) => void
}

const ZOOMS = [0.5, 0.75, 1, 1.25] as const
const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

/**
 * The tree, left to right, as SVG that scrolls in its own box. Only what is near the visible part is drawn. By keyboard: arrows lead from
 * node to node, Enter opens an object, Space folds. The table beside it says the same to readers.
 */
export function TreeCanvas({ label, root, items, filter, dimmed, selected, onSelect }: Props) {
  const t = useTranslations('deployments.tree')
  const [folding, setFolding] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [zoom, setZoom] = useState<number>(1)
  const [current, setCurrent] = useState(ROOT_ID)
  const nodes = useMemo(() => layOut(items, filter, folding), [items, filter, folding])
  const names = useMemo(() => new Map(nodes.map(({ id, item }) => [id, item?.name])), [nodes])
  const { width, height } = useMemo(() => sizeOf(nodes), [nodes])
  const { box, window, onScroll } = useWindow()
  const { bind, lead } = useLeading(setCurrent)
  const fold = (node: ShownNode) => setFolding((before) => new Map(before).set(node.id, !node.isOpen))
  const press = (node: ShownNode) => (node.item ? onSelect(node.item) : fold(node))
  const onKey = (node: ShownNode, event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const direction = ARROWS[event.key]
    if (event.key === 'Enter') press(node)
    else if (event.key === ' ') fold(node)
    else if (event.key === 'Home') lead(ROOT_ID)
    else if (direction === 'right' && node.childCount > 0 && !node.isOpen) fold(node)
    else if (direction) lead(neighbour(nodes, node.id, direction)?.id ?? node.id)
    else return
    event.preventDefault()
  }
  const { first, last } = rowsIn(window.top / zoom, window.height / zoom)
  const here = nodes.some(({ id }) => id === current) ? current : ROOT_ID
  const step = ZOOMS.findIndex((one) => one === zoom)
  return (
    <div className="relative min-w-0 flex-1">
      <div ref={box} onScroll={onScroll} className="h-[62dvh] min-h-96 overflow-auto bg-sunken">
        <div role="tree" aria-label={label} className="w-max">
          <svg
            role="presentation"
            width={width * zoom}
            height={height * zoom}
            viewBox={`0 0 ${width} ${height}`}
            className="block"
          >
            <Links nodes={nodes} first={first} last={last} />
            {nodes
              .filter(({ row, id }) => (row >= first && row <= last) || id === here)
              .map((node) => (
                <TreeNode
                  key={node.id}
                  node={node}
                  root={root}
                  parentName={node.parent === null ? undefined : names.get(node.parent)}
                  isCurrent={node.id === here}
                  isSelected={node.item !== null && node.item.key === selected}
                  dimmed={dimmed}
                  onElement={bind(node.id)}
                  onFocus={() => setCurrent(node.id)}
                  onPress={() => press(node)}
                  onFold={() => fold(node)}
                  onKey={(event) => onKey(node, event)}
                />
              ))}
          </svg>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-3 py-2 text-xs text-fg-2">
        <span className="flex rounded-sm border border-line">
          <IconButton
            icon={ZoomOut}
            size="sm"
            label={t('zoomOut')}
            disabled={step <= 0}
            onClick={() => setZoom(ZOOMS[step - 1] ?? zoom)}
          />
          <IconButton
            icon={ZoomIn}
            size="sm"
            label={t('zoomIn')}
            disabled={step === ZOOMS.length - 1}
            onClick={() => setZoom(ZOOMS[step + 1] ?? zoom)}
          />
          <IconButton icon={Maximize2} size="sm" label={t('zoomReset')} onClick={() => setZoom(1)} />
        </span>
        <span>{t('legend')}</span>
      </div>
    </div>
  )
}

/** The part of a box that is seen, in its own pixels. */
function useWindow() {
  const box = useRef<HTMLDivElement>(null)
  const [window, setWindow] = useState({ top: 0, height: 900 })
  const onScroll = useCallback(() => {
    const { scrollTop = 0, clientHeight = 0 } = box.current ?? {}
    setWindow((before) =>
      before.top === scrollTop && before.height === clientHeight ? before : { top: scrollTop, height: clientHeight },
    )
  }, [])
  // The size of the box is known by the browser only.
  useEffect(() => {
    if (!box.current) return
    const observer = new ResizeObserver(onScroll)
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [onScroll])
  return { box, window, onScroll }
}

/** Moves the focus to a node, also to one that is drawn only once it is the current one. */
function useLeading(setCurrent: (id: string) => void) {
  const elements = useRef(new Map<string, HTMLElement>())
  const wanted = useRef<string | null>(null)
  const [, redraw] = useState(0)
  const bind = (id: string) => (element: HTMLElement | null) => {
    if (element) elements.current.set(id, element)
    else elements.current.delete(id)
  }
  const lead = (id: string) => {
    wanted.current = id
    setCurrent(id)
    redraw((count) => count + 1)
  }
  // The element exists after drawing.
  useLayoutEffect(() => {
    const element = wanted.current === null ? undefined : elements.current.get(wanted.current)
    if (!element) return
    wanted.current = null
    element.focus()
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  })
  return { bind, lead }
}

/** From the right edge of a node to what hangs on it: one trunk and a branch for each. */
function Links({ nodes, first, last }: { nodes: readonly ShownNode[]; first: number; last: number }) {
  const middle = NODE_HEIGHT / 2
  const bend = (COLUMN_WIDTH - NODE_WIDTH) / 2
  const paths = nodes.flatMap((node) => {
    const { x, y } = placeOf(node)
    const isSeen = node.row >= first && node.row <= last
    const trunk =
      node.isOpen && node.row <= last && node.lastChildRow >= first
        ? [`M${x + NODE_WIDTH} ${y + middle}h${bend}V${placeOf({ depth: 0, row: node.lastChildRow }).y + middle}`]
        : []
    return isSeen && node.parent !== null ? [...trunk, `M${x} ${y + middle}h${-bend}`] : trunk
  })
  return <path aria-hidden d={paths.join('')} fill="none" className="stroke-line-strong" />
}
