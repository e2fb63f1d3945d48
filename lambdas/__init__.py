"""What runs in production: AWS Lambda handlers, one folder per workflow. Nothing here imports the compiler."""
