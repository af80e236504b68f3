/** Names of pools that are not for users to take. */
export const isReserved = (poolName: string): boolean => poolName.toLowerCase().startsWith('prefect');
