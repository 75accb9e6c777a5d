'use client'
import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { IconButton } from './button.tsx'
import { cn } from './cn.ts'
import { Input, type InputProps } from './input.tsx'

/** A secret with a button that shows what was typed. */
export function PasswordInput({ className, controlSize = 'md', ...rest }: Omit<InputProps, 'type'>) {
  const t = useTranslations('common.actions')
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <Input
        {...rest}
        controlSize={controlSize}
        type={shown ? 'text' : 'password'}
        className={cn('pr-10', className)}
      />
      <IconButton
        icon={shown ? EyeOff : Eye}
        label={shown ? t('hidePassword') : t('showPassword')}
        aria-pressed={shown}
        size={controlSize === 'lg' ? 'md' : 'sm'}
        className={cn('absolute right-1', controlSize === 'lg' ? 'top-1' : 'top-0.5')}
        onClick={() => setShown(!shown)}
      />
    </div>
  )
}
