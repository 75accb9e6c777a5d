import type { ComponentProps } from 'react'
import { cn } from './cn.ts'
import { controlStyle } from './input.tsx'

/** Several lines of text; grows only when the person drags it. */
export function Textarea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea rows={3} spellCheck={false} {...rest} className={cn(controlStyle, 'px-2.5 py-1.5 text-sm', className)} />
  )
}
