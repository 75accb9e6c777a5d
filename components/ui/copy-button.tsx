'use client'
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { IconButton } from './button.tsx'

/** Copies `text`; `what` names it for readers ("172.18.0.3:31080"). Says for two seconds that it is done. */
export function CopyButton({ text, what }: { text: string; what?: string }) {
  const t = useTranslations('common.copy')
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 2000)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => setCopied(await copyText(text))
  return (
    <>
      <IconButton
        icon={copied ? Check : Copy}
        label={what === undefined ? t('copy') : t('copyWhat', { what })}
        size="xs"
        onClick={() => void copy()}
      />
      <span aria-live="polite" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </>
  )
}

/** True when the text is on the clipboard. Plain http on another host than this one has no clipboard API. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'sr-only'
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}
