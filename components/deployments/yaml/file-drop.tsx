'use client'
import { useState, type DragEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { chooseFile } from '#components/patterns/choose-file.ts'
import { LONGEST_YAML } from '#lib/features/deployments/schema.ts'

export type ChosenFile = {
  /** Opens the browser's own choice of a file. */
  choose: () => void
  /** Reads a file into the editor, or says why not. */
  read: (file: File | undefined) => void
  refusal: 'tooLarge' | 'notText' | null
}

/** UTF-8 text of a file; null for anything else. */
async function textOf(file: File): Promise<string | null> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer())
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

/** A file in place of what is typed. It stays on this machine until it is saved. */
export function useFile(onText: (text: string) => void): ChosenFile {
  const [refusal, setRefusal] = useState<ChosenFile['refusal']>(null)
  const load = async (file: File) => {
    // Bytes are never fewer than characters.
    if (file.size > LONGEST_YAML * 4) return setRefusal('tooLarge')
    const text = await textOf(file)
    if (text === null) return setRefusal('notText')
    if (text.length > LONGEST_YAML) return setRefusal('tooLarge')
    setRefusal(null)
    onText(text)
  }
  const read = (file: File | undefined) => (file ? void load(file) : undefined)
  return { choose: () => chooseFile(read, '.yaml,.yml,application/yaml,text/yaml'), read, refusal }
}

const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** Takes a file that is dropped on its content, before the editor would insert it where the pointer is. */
export function FileDrop({ file, children }: { file: ChosenFile; children: ReactNode }) {
  const t = useTranslations('deployments.yaml')
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    file.read(event.dataTransfer.files[0])
  }
  return (
    <div
      className="relative"
      onDragOverCapture={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeaveCapture={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDropCapture={drop}
    >
      {file.refusal === null ? null : (
        <Banner tone="bad" alert title={t('fileRefused')} className="mb-3">
          {t(`fileRefusal.${file.refusal}`, { kilobytes: LONGEST_YAML / 1024 })}
        </Banner>
      )}
      {children}
      {over ? (
        <p className="pointer-events-none absolute inset-0 grid place-items-center rounded-sm border-2 border-dashed border-accent bg-accent-soft text-sm font-medium text-accent">
          {t('dropHere')}
        </p>
      ) : null}
    </div>
  )
}
