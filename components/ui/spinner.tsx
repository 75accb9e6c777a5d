import { LoaderCircle } from 'lucide-react'
import { cn } from './cn.ts'
import { Icon } from './icon.tsx'

/** A turning circle; the word beside it says what is going on. */
export function Spinner({ className }: { className?: string }) {
  return <Icon as={LoaderCircle} className={cn('animate-spin', className)} />
}
