/** Whether a method asks for something and changes nothing (RFC 9110, 9.2.1: safe). */
export const onlyLooks = (method: string): boolean => method === 'GET' || method === 'HEAD';
