'use client'
import { EditorState } from '@codemirror/state'
import { setDiagnostics } from '@codemirror/lint'
import { EditorView } from '@codemirror/view'
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react'
import { useTranslations } from 'use-intl/react'
import { editingExtensions, phrasesOf, readingExtensions } from './editor-setup.ts'
import { keepEscape } from './keep-escape.ts'

/** Something to mark in the text. */
export type LineProblem = { line: number | null; words: string }

export type EditorHandle = {
  /** Puts the cursor on a line (counted from 1), selects it and scrolls it into view. */
  jumpTo: (line: number) => void
}

export type CodeEditorProps = {
  value: string
  /** Absent: to be read only. */
  onValue?: (value: string) => void
  problems?: readonly LineProblem[]
  handle?: Ref<EditorHandle>
  /** Id of what says what is wrong. */
  describedBy?: string | undefined
}

const NO_PROBLEMS: readonly LineProblem[] = []

/** CodeMirror under our theme and content security policy. Tab indents; Esc and then Tab leaves. */
export function CodeEditor({ value, onValue, problems = NO_PROBLEMS, handle, describedBy }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useView(host, value, onValue)
  useImperativeHandle(handle, () => ({ jumpTo: (line) => jumpTo(view.current, line) }), [view])

  // What came from outside (a file, somebody else's version) replaces the text; what was typed here is there already.
  useEffect(() => {
    const text = view.current?.state.doc.toString()
    if (text === undefined || text === value) return
    view.current?.dispatch({ changes: { from: 0, to: text.length, insert: value } })
  }, [value, view])

  useEffect(() => {
    const { current } = view
    if (current) current.dispatch(setDiagnostics(current.state, diagnosticsOf(current, problems)))
  }, [problems, view])

  useEffect(() => {
    const content = view.current?.contentDOM
    if (!content) return
    if (describedBy === undefined) content.removeAttribute('aria-describedby')
    else content.setAttribute('aria-describedby', describedBy)
    content.setAttribute('aria-invalid', String(problems.length > 0))
  }, [describedBy, problems, view])

  return <div ref={host} className="min-h-0 min-w-0 flex-1" />
}

/** The editor lives as long as its host; what it tells is always told to the newest listener. */
function useView(
  host: { current: HTMLDivElement | null },
  value: string,
  onValue: ((value: string) => void) | undefined,
) {
  const t = useTranslations('deployments.editor')
  const view = useRef<EditorView | null>(null)
  const tell = useRef(onValue)
  const start = useRef(value)
  const editable = onValue !== undefined
  useEffect(() => {
    tell.current = onValue
  })
  useEffect(() => {
    if (!host.current) return
    const listen = EditorView.updateListener.of((update) => {
      if (update.docChanged) tell.current?.(update.state.doc.toString())
    })
    const extensions = editable ? [editingExtensions(), listen] : readingExtensions()
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: start.current, extensions: [extensions, phrasesOf(t)] }),
    })
    view.current = made
    const letEscapeGo = keepEscape(made)
    return () => {
      letEscapeGo()
      // What was typed survives a new editor: it became editable, or another language was chosen.
      start.current = made.state.doc.toString()
      made.destroy()
      view.current = null
    }
  }, [editable, host, t])
  return view
}

/** A problem stands on its whole line, without the indentation; one without a line on the first. */
function diagnosticsOf(view: EditorView, problems: readonly LineProblem[]) {
  const { doc } = view.state
  return problems.map(({ line, words }) => {
    const { from, to, text } = doc.line(Math.min(Math.max(1, line ?? 1), doc.lines))
    const start = from + (text.length - text.trimStart().length)
    return { from: Math.min(start, to), to, severity: 'error' as const, message: words }
  })
}

function jumpTo(view: EditorView | null, line: number): void {
  if (!view) return
  const { from, to } = view.state.doc.line(Math.min(Math.max(1, line), view.state.doc.lines))
  view.focus()
  view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
}
