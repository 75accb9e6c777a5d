import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

const merge = extendTailwindMerge({
  extend: {
    theme: { text: ['2xs', 'md'] },
    classGroups: { z: [{ layer: ['sticky', 'bar', 'menu', 'dialog', 'toast'] }] },
  },
})

/** Joins class names; of two utilities that set the same property the later wins. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes))
