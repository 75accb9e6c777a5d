-- AlterTable
ALTER TABLE "Preview" ADD COLUMN     "key" TEXT NOT NULL DEFAULT '';
