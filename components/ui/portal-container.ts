'use client'
import { createContext, use } from 'react'

/**
 * Where surfaces that float are put: inside the dialog they belong to, because a dialog stops scrolling and focus outside of itself;
 * null is the end of the body.
 */
export const PortalContainer = createContext<HTMLElement | null>(null)

export const usePortalContainer = (): HTMLElement | null => use(PortalContainer)
