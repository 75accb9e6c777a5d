/** Free and taken TCP ports of the loopback interface. */
import { createServer, type AddressInfo } from 'node:net'

const listenOnce = (port: number) =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const { port: taken } = server.address() as AddressInfo
      server.close(() => resolve(taken))
    })
  })

/** A port that was free a moment ago; the caller must be ready to find it taken after all. */
export const freePort = (): Promise<number> => listenOnce(0)

/** Whether a server of this process could listen on the port now. */
export const isPortFree = (port: number): Promise<boolean> =>
  listenOnce(port).then(
    () => true,
    () => false,
  )
