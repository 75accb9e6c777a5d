/** Esc inside of the editor, which stands in a dialog that Esc closes. */
import { closeCompletion } from '@codemirror/autocomplete'
import { closeSearchPanel, searchPanelOpen } from '@codemirror/search'
import type { EditorView } from '@codemirror/view'

/** For so long after Esc the Tab key leaves the editor, and a second Esc is the dialog's. */
const LEAVING_MS = 3_000

/**
 * Esc closes what the editor has open, else makes the next Tab leave it; the dialog around it sees only a second Esc. Heard at the window,
 * because dialogs listen at the document before the editor is asked. Returns how to stop it.
 */
export function keepEscape(view: EditorView): () => void {
  let leavingUntil = 0
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return
    if (!(event.target instanceof Node) || !view.dom.contains(event.target)) return
    const closed = closeCompletion(view) || (searchPanelOpen(view.state) && closeSearchPanel(view))
    if (!closed && performance.now() < leavingUntil) return
    event.stopPropagation()
    event.preventDefault()
    if (closed) return
    leavingUntil = performance.now() + LEAVING_MS
    view.setTabFocusMode(LEAVING_MS)
  }
  window.addEventListener('keydown', onKey, true)
  return () => window.removeEventListener('keydown', onKey, true)
}
