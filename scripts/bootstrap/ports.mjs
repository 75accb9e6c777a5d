// @ts-check
/** Free and taken TCP ports of the loopback interface. */
import { createServer } from 'node:net'

/**
 * @param {number} port
 * @returns {Promise<number>}
 */
const listenOnce = (port) =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })

/** A port that was free a moment ago; the caller must be ready to find it taken after all. */
export const freePort = () => listenOnce(0)

/**
 * Whether a server of this process could listen on the port now. Rejects where the system forbids it (a port below 1024).
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export const isPortFree = (port) =>
  listenOnce(port).then(
    () => true,
    (error) => {
      if (error.code === 'EADDRINUSE') return false
      throw error
    },
  )
