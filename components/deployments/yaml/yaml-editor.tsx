'use client'
import dynamic from 'next/dynamic'
import { cn } from '#components/ui/cn.ts'
import type { CodeEditorProps } from './code-editor.tsx'

/** The editor itself is read when one is shown; until then the text stands in its place. */
const CodeEditor = dynamic(() => import('./code-editor.tsx').then(({ CodeEditor: editor }) => editor), { ssr: false })

export type { EditorHandle } from './code-editor.tsx'

/** YAML with line numbers and colours, to be read, or edited where `onValue` is given. */
export function YamlEditor({ className, ...props }: CodeEditorProps & { className?: string }) {
  return (
    <div
      className={cn(
        'relative flex overflow-hidden rounded-sm border border-control bg-surface has-focus-visible:outline-2 has-focus-visible:outline-accent',
        className,
      )}
    >
      <CodeEditor {...props} />
    </div>
  )
}
